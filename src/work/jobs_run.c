#include "config.h"

#include "base/mem.h"
#include "base/timestamp.h"
#include "work/fleet.h"
#include "work/jobs_private.h"
#include "work/journal.h"

#include <stdlib.h>

/* Most bytes of an equivalent command in the journal. */
#define COMMAND_TEXT 4096

/* ---- the end of a victim */

static void
journal_write(struct job *job, const struct victim *victim)
{
    struct jobs *jobs = job->jobs;
    struct store *store = fleet_store(jobs->fleet);
    struct buf command = BUF_INIT(COMMAND_TEXT);
    struct journal_entry entry = {
        .time = timestamp_now(),
        .host = store_engine_name(store, victim->ref.engine),
        .act = action_info(job->action)->name,
        .target = victim->name,
        .id = victim->ref.key,
        .result = victim->note.text[0] ? victim->note.text : "done",
    };

    if (!jobs->journal)
        return;
    act_command(&command, job->act, &job->args, victim->name);
    entry.command = buf_text(&command);
    (void)journal_add(jobs->journal, &entry, &job->journal_err);
    buf_release(&command);
}

static void
busy_enter(struct slot *slot)
{
    struct jobs *jobs = slot->job->jobs;
    char text[REF_TEXT_SIZE];

    slot->below = map_put(jobs->busy, ref_text(text, &slot->victim.ref), slot);
    slot->is_busy = true;
}

static void
busy_leave(struct slot *slot)
{
    struct jobs *jobs = slot->job->jobs;
    char text[REF_TEXT_SIZE];
    struct str key = ref_text(text, &slot->victim.ref);
    struct slot *above;

    if (!slot->is_busy)
        return;
    slot->is_busy = false;
    above = map_find(jobs->busy, key);
    if (above != slot)
        above->below = NULL;
    else if (slot->below)
        (void)map_put(jobs->busy, key, slot->below);
    else
        (void)map_take(jobs->busy, key);
    slot->below = NULL;
}

/* Its final state; the note says the rest. */
static void
slot_end(struct slot *slot, enum victim_state state)
{
    struct job *job = slot->job;

    slot->victim.state = state;
    job->ended++;
    job->is_changed = true;
    busy_leave(slot);
    /* A question answered with no is no act. */
    if (job->is_confirmed)
        journal_write(job, &slot->victim);
}

/* ---- looking at the victims */

static void
looked(void *data, struct container *container, const struct err *err)
{
    struct slot *slot = data;
    struct job *job = slot->job;
    struct victim *victim = &slot->victim;

    slot->look = NULL;
    job->flights--;
    job->jobs->looking--;
    job->looked++;
    job->is_changed = true;
    jobs_wake(job->jobs);
    /* Too late, the job went on without it. */
    if (job->is_settled || victim->state != VICTIM_WAITING) {
        container_free(container);
        return;
    }
    if (!container) {
        slot->is_missing = err->kind == ERR_MISSING;
        victim->note = *err;
        return;
    }
    slot->seen = container->state;
    victim->is_inspected = true;
    victim->auto_remove = container->auto_remove;
    if (job->action == ACTION_STOP && victim->grace < 0)
        victim->grace = container->stop_timeout >= 0 ? container->stop_timeout
                                                     : STOP_TIMEOUT_DEFAULT;
    container_free(container);
}

static void
look(struct slot *slot)
{
    struct job *job = slot->job;
    struct engine *engine = fleet_engine(job->jobs->fleet, &slot->victim.ref);

    if (!engine) {
        job->looked++;
        return;
    }
    job->flights++;
    job->jobs->looking++;
    slot->look = engine_inspect_container(engine, slot->victim.ref.key,
                                          JOBS_ASK_MS, looked, slot);
}

static void
looks_begin(struct job *job)
{
    while (job->next_look < job->count && job->jobs->looking < JOBS_LOOKS) {
        struct slot *slot = &job->slots[job->next_look++];

        if (slot->victim.state == VICTIM_WAITING)
            look(slot);
        else
            job->looked++;
    }
}

/* No more waiting: what did not come is not known. */
static void
looks_end(struct job *job)
{
    size_t i;

    timer_free(job->patience);
    job->patience = NULL;
    job->is_settled = true;
    if (job->looked == job->count)
        return;
    job->next_look = job->count;
    job->looked = job->count;
    for (i = 0; i < job->count; i++) {
        struct slot *slot = &job->slots[i];
        struct victim *victim = &slot->victim;

        if (victim->state != VICTIM_WAITING || victim->is_inspected ||
            victim->note.text[0])
            continue;
        (void)err_set_kind(&victim->note, ERR_TIMED_OUT,
                           "the engine did not answer in %d s",
                           JOBS_ASK_MS / 1000);
        if (slot->look)
            call_cancel(slot->look);
    }
}

/* ---- acting */

static enum victim_state
slot_outcome(struct slot *slot, const struct err *err)
{
    const struct job *job = slot->job;
    struct err *note = &slot->victim.note;

    note->text[0] = '\0';
    if (!err)
        return VICTIM_DONE;
    if (err->kind == ERR_CANCELLED && job->is_cancelled) {
        (void)err_set_kind(note, ERR_CANCELLED,
                           "given up; the engine may still finish it");
        return VICTIM_CANCELLED;
    }
    if (err->kind == ERR_UNCHANGED ||
        (job->act->is_removal && err->kind == ERR_MISSING)) {
        (void)err_set_kind(note, err->kind, "%s", job->act->already);
        return VICTIM_DONE;
    }
    if (job->act->is_removal && err->kind == ERR_IN_PROGRESS) {
        (void)err_set_kind(note, err->kind, "removal already in progress");
        return VICTIM_DONE;
    }
    (void)err_copy(note, err);
    return VICTIM_FAILED;
}

static void
acted(void *data, const struct err *err)
{
    struct slot *slot = data;
    struct jobs *jobs = slot->job->jobs;

    slot->call = NULL;
    slot->job->flights--;
    jobs->ticking--;
    if (slot->has_place)
        jobs->acting--;
    slot->has_place = false;
    slot_end(slot, slot_outcome(slot, err));
    /* An event says so too, but not when the engine is about to go. */
    fleet_mark(jobs->fleet, &slot->victim.ref);
    jobs_wake(jobs);
}

static void
act(struct slot *slot, bool needs_place)
{
    struct job *job = slot->job;
    struct jobs *jobs = job->jobs;
    struct victim *victim = &slot->victim;
    struct engine *engine = fleet_engine(jobs->fleet, &victim->ref);

    if (!engine) {
        (void)err_set_kind(&victim->note, ERR_UNREACHABLE,
                           "its engine is not watched any more");
        slot_end(slot, VICTIM_FAILED);
        return;
    }
    slot->has_place = needs_place;
    jobs->acting += needs_place;
    jobs->ticking++;
    job->flights++;
    job->state = JOB_RUNNING;
    job->is_changed = true;
    victim->state = VICTIM_RUNNING;
    victim->note.text[0] = '\0';
    victim->began = loop_now(jobs->loop);
    slot->call =
        job->act->call(engine, victim->ref.key, &job->args, acted, slot);
}

/* As many as there are places for, in order; a kill of what is being stopped
 * does not wait for one. */
static void
acts_begin(struct job *job)
{
    struct jobs *jobs = job->jobs;
    size_t i;

    for (i = job->next_act; i < job->count; i++) {
        struct slot *slot = &job->slots[i];
        bool needs_place =
            !slot->below || slot->below->victim.state != VICTIM_RUNNING;

        if (slot->victim.state == VICTIM_WAITING) {
            if (!needs_place || jobs->acting < JOBS_PARALLEL)
                act(slot, needs_place);
            else if (job->action != ACTION_KILL)
                break;
        }
        if (i == job->next_act && slot->victim.state != VICTIM_WAITING)
            job->next_act++;
    }
}

/* After the inspects: who is left to be acted on. */
static void
judge(struct job *job)
{
    struct err why;
    size_t i;

    job->is_judged = true;
    for (i = 0; i < job->count; i++) {
        struct slot *slot = &job->slots[i];

        if (slot->victim.state != VICTIM_WAITING || slot_fits(slot, &why))
            continue;
        if (slot->is_missing && job->act->is_removal) {
            (void)err_set_kind(&slot->victim.note, ERR_MISSING, "%s",
                               job->act->already);
            slot_end(slot, VICTIM_DONE);
            continue;
        }
        slot->victim.note = why;
        slot_end(slot, VICTIM_REFUSED);
    }
}

/* ---- a job's way */

void
job_begin(struct job *job)
{
    struct jobs *jobs = job->jobs;
    size_t i;

    job->is_confirmed = true;
    job->is_changed = true;
    job->state = JOB_WAITING;
    for (i = 0; i < job->count; i++) {
        struct slot *slot = &job->slots[i];
        const struct slot *other = busy_find(jobs, &slot->victim.ref);

        if (slot->victim.state != VICTIM_WAITING) {
            journal_write(job, &slot->victim);
        } else if (other && !busy_allows(other, job->action)) {
            /* Another job came first while this one's question was open. */
            (void)err_set_kind(&slot->victim.note, ERR_IN_PROGRESS, "%s is %s",
                               slot->victim.name, other->job->act->being);
            slot_end(slot, VICTIM_REFUSED);
        } else {
            busy_enter(slot);
        }
    }
    jobs_wake(jobs);
}

void
job_stop(struct job *job)
{
    size_t i;

    if (job->state == JOB_DONE || job->is_cancelled)
        return;
    job->is_cancelled = true;
    for (i = 0; i < job->count; i++) {
        struct slot *slot = &job->slots[i];

        if (slot->look)
            call_cancel(slot->look);
        if (slot->call)
            call_cancel(slot->call);
        if (slot->victim.state != VICTIM_WAITING)
            continue;
        (void)err_set_kind(&slot->victim.note, ERR_CANCELLED,
                           "cancelled before it began");
        slot_end(slot, VICTIM_CANCELLED);
    }
    jobs_wake(job->jobs);
}

static void
job_end(struct job *job)
{
    struct jobs *jobs = job->jobs;

    job->state = JOB_DONE;
    job->is_changed = true;
    timer_free(job->patience);
    job->patience = NULL;
    jobs->open--;
    jobs->kept++;
    jobs->kept_victims += job->count;
}

static void
job_step(struct job *job)
{
    if (!job->is_cancelled) {
        if (!job->is_settled)
            looks_begin(job);
        if (job->patience && (job->is_settled || job->looked == job->count))
            looks_end(job);
        if (job->is_confirmed && job->is_settled) {
            if (!job->is_judged)
                judge(job);
            acts_begin(job);
        }
    }
    /* All refused: still the question stands until it is answered. */
    if (job->ended == job->count && job->flights == 0 &&
        (job->is_confirmed || job->is_cancelled))
        job_end(job);
}

static void
jobs_deliver(struct jobs *jobs)
{
    struct list *link;

    /* A callback may add jobs, at the end; none is freed meanwhile. */
    for (link = jobs->all.next; link != &jobs->all; link = link->next) {
        struct job *job = LIST_OWNER(link, struct job, link);

        if (!job->is_changed || jobs->is_closing)
            continue;
        job->is_changed = false;
        jobs->callbacks.changed(jobs->data, job);
    }
}

static void
jobs_forget(struct jobs *jobs)
{
    struct list *link = jobs->all.next, *next;

    for (; link != &jobs->all; link = next) {
        struct job *job = LIST_OWNER(link, struct job, link);

        next = link->next;
        if (jobs->kept <= 1 || (jobs->kept <= JOBS_KEPT &&
                                jobs->kept_victims <= JOBS_VICTIMS_KEPT))
            return;
        if (job->state != JOB_DONE || job->is_changed)
            continue;
        jobs->kept--;
        jobs->kept_victims -= job->count;
        job_free(job);
    }
}

static void
jobs_free(struct jobs *jobs)
{
    while (!list_is_empty(&jobs->all))
        job_free(LIST_OWNER(jobs->all.next, struct job, link));
    timer_free(jobs->pump);
    map_free(jobs->busy, NULL);
    free(jobs->reasons);
    free(jobs);
}

void
jobs_pump(void *data)
{
    struct jobs *jobs = data;
    struct list *link;

    for (link = jobs->all.next; link != &jobs->all; link = link->next) {
        struct job *job = LIST_OWNER(link, struct job, link);

        if (job->state != JOB_DONE)
            job_step(job);
    }
    jobs_deliver(jobs);
    if (!jobs->is_closing) {
        jobs_forget(jobs);
    } else if (jobs->open == 0) {
        void (*closed)(void *closed_data) = jobs->closed;
        void *closed_data = jobs->closed_data;

        jobs_free(jobs);
        closed(closed_data);
    }
}
