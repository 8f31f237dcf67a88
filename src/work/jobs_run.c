#include "config.h"

#include "work/jobs_private.h"

#include <stdlib.h>

/* ---- looking at the victims */

static void
looks_begin(struct job *job)
{
    while (job->next_look < job->count && job->jobs->looking < JOBS_LOOKS) {
        struct slot *slot = &job->slots[job->next_look++];

        /* Of an image the store knows all that matters. */
        if (slot->victim.state == VICTIM_WAITING && !slot->image)
            slot_look(slot);
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
            victim->note.text[0] || slot->image)
            continue;
        (void)err_set_kind(&victim->note, ERR_TIMED_OUT,
                           "the engine did not answer in %d s",
                           JOBS_ASK_MS / 1000);
        if (slot->look)
            call_cancel(slot->look);
    }
}

/* ---- acting */

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
                slot_act(slot, needs_place);
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
        if (slot_is_missing(slot) && slot->act->is_removal) {
            (void)err_set_kind(&slot->victim.note, ERR_MISSING, "%s",
                               slot->act->already);
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
            slot_write(slot);
        } else if (other && !busy_allows(other, job->action)) {
            /* Another job came first while this one's question was open. */
            (void)err_set_kind(&slot->victim.note, ERR_IN_PROGRESS, "%s is %s",
                               slot->victim.name, other->act->being);
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
    if (job->saving)
        saving_cancel(job);
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
