#include "config.h"

#include "work/jobs.h"

#include "base/mem.h"
#include "work/fleet.h"
#include "work/jobs_private.h"

#include <stdio.h>
#include <stdlib.h>

struct jobs *
jobs_new(struct loop *loop, struct fleet *fleet, struct journal *journal,
         const struct jobs_callbacks *callbacks, void *data)
{
    struct jobs *jobs = xcalloc(1, sizeof(*jobs));

    jobs->loop = loop;
    jobs->fleet = fleet;
    jobs->journal = journal;
    jobs->callbacks = *callbacks;
    jobs->data = data;
    list_init(&jobs->all);
    jobs->busy = map_new();
    jobs->pump = timer_new(loop, "jobs", jobs_pump, jobs);
    jobs->reasons = xcalloc(1, sizeof(*jobs->reasons));
    return jobs;
}

void
jobs_close(struct jobs *jobs, void (*closed)(void *data), void *data)
{
    struct list *link;

    jobs->is_closing = true;
    jobs->closed = closed;
    jobs->closed_data = data;
    for (link = jobs->all.next; link != &jobs->all; link = link->next)
        job_stop(LIST_OWNER(link, struct job, link));
    jobs_wake(jobs);
}

void
jobs_wake(struct jobs *jobs)
{
    if (!timer_is_running(jobs->pump))
        timer_start(jobs->pump, 0, 0);
}

struct job *
job_of(const struct jobs *jobs, unsigned number)
{
    struct list *link;

    /* The newest is the one that is asked for. */
    for (link = jobs->all.prev; link != &jobs->all; link = link->prev) {
        struct job *job = LIST_OWNER(link, struct job, link);

        if (job->number == number)
            return job;
    }
    return NULL;
}

void
job_free(struct job *job)
{
    list_remove(&job->link);
    timer_free(job->patience);
    free(job->slots);
    free(job);
}

/* ---- what makes no sense */

struct slot *
busy_find(const struct jobs *jobs, const struct ref *ref)
{
    char text[REF_TEXT_SIZE];

    if (map_count(jobs->busy) == 0)
        return NULL;
    return map_find(jobs->busy, ref_text(text, ref));
}

bool
busy_allows(const struct slot *slot, enum action action)
{
    return action == ACTION_KILL && slot->job->action == ACTION_STOP;
}

bool
slot_fits(const struct slot *slot, struct err *err)
{
    if (slot->is_missing)
        return err_set_kind(err, ERR_MISSING, "%s does not exist any more",
                            slot->victim.name);
    return slot->job->act->fits(slot->seen, slot->victim.name, err);
}

/* The same before there is a slot, by what the store knows. */
static bool
row_fits(const struct jobs *jobs, const struct act *act, enum action action,
         const struct ref *ref, struct err *err)
{
    const struct container_row *row =
        store_find_container(fleet_store(jobs->fleet), ref);
    const struct slot *slot;

    if (!row)
        return err_set_kind(err, ERR_MISSING,
                            "the container does not exist any more");
    slot = busy_find(jobs, ref);
    if (slot && !busy_allows(slot, action))
        return err_set_kind(err, ERR_IN_PROGRESS, "%s is %s", row->value->name,
                            slot->job->act->being);
    return act->fits(row->value->state, row->value->name, err);
}

const char *
jobs_refuse(const struct jobs *jobs, enum action action, const struct ref *ref)
{
    struct reasons *reasons = jobs->reasons;
    struct err *err = &reasons->at[reasons->next % JOBS_REASONS];
    const struct act *act = act_find(action);

    if (!act)
        return "this is no act on a container";
    if (row_fits(jobs, act, action, ref, err))
        return NULL;
    reasons->next++;
    return err->text;
}

/* ---- proposing */

static void
slot_init(struct slot *slot, struct job *job, const struct ref *ref)
{
    const struct container_row *row =
        store_find_container(fleet_store(job->jobs->fleet), ref);
    struct victim *victim = &slot->victim;

    slot->job = job;
    victim->ref = *ref;
    victim->grace = job->action == ACTION_STOP ? job->args.timeout : -1;
    (void)snprintf(victim->name, sizeof(victim->name), "%s",
                   row && row->value->name[0] ? row->value->name : ref->key);
    if (row)
        slot->seen = row->value->state;
    if (row_fits(job->jobs, job->act, job->action, ref, &victim->note))
        return;
    victim->state = VICTIM_REFUSED;
    job->ended++;
}

/* Each container once, in the order given. */
static void
slots_fill(struct job *job, const struct ref *refs, size_t count)
{
    struct map *seen = map_new();
    char text[REF_TEXT_SIZE];
    size_t i;

    job->slots = xcalloc(count, sizeof(*job->slots));
    for (i = 0; i < count; i++) {
        if (refs[i].kind != REF_CONTAINER ||
            map_put(seen, ref_text(text, &refs[i]), job))
            continue;
        slot_init(&job->slots[job->count++], job, &refs[i]);
    }
    job->asked = job->count - job->ended;
    map_free(seen, NULL);
}

static bool
has_victims(const struct job *job, struct err *err)
{
    if (job->asked > 0)
        return true;
    if (job->count == 0)
        return err_set_kind(err, ERR_USAGE, "no container is chosen");
    (void)err_copy(err, &job->slots[0].victim.note);
    if (job->count > 1)
        return err_while(err, "none of the %zu", job->count);
    return false;
}

static void
patience_end(void *data)
{
    struct job *job = data;

    job->is_settled = true;
    job->is_changed = true;
    jobs_wake(job->jobs);
}

const struct job *
jobs_propose(struct jobs *jobs, enum action action, const struct ref *refs,
             size_t count, const struct job_args *args, struct err *err)
{
    struct job *job;

    if (!act_find(action)) {
        (void)err_set_kind(err, ERR_USAGE, "this is no act on a container");
        return NULL;
    }
    if (count > JOB_VICTIMS) {
        (void)err_set_kind(err, ERR_LIMIT,
                           "%zu containers at once; the limit is %d", count,
                           JOB_VICTIMS);
        return NULL;
    }
    job = xcalloc(1, sizeof(*job));
    list_init(&job->link);
    job->jobs = jobs;
    job->action = action;
    job->act = act_find(action);
    if (!act_args_take(&job->args, action, args, err))
        goto out;
    slots_fill(job, refs, count);
    if (!has_victims(job, err))
        goto out;
    job->number = ++jobs->last_number;
    list_add_last(&jobs->all, &job->link);
    jobs->open++;
    job->patience = timer_new(jobs->loop, "job", patience_end, job);
    timer_start(job->patience, JOBS_ASK_MS, 0);
    if (!job->act->asks)
        job_begin(job);
    jobs_wake(jobs);
    return job;

out:
    job_free(job);
    return NULL;
}

void
jobs_confirm(struct jobs *jobs, unsigned number)
{
    struct job *job = job_of(jobs, number);

    if (job && job->state == JOB_ASKING && !job->is_cancelled)
        job_begin(job);
}

void
jobs_cancel(struct jobs *jobs, unsigned number)
{
    struct job *job = job_of(jobs, number);

    if (job)
        job_stop(job);
}

/* ---- looking */

const struct job *
jobs_find(const struct jobs *jobs, unsigned job)
{
    return job_of(jobs, job);
}

unsigned
job_number(const struct job *job)
{
    return job->number;
}

enum job_state
job_state(const struct job *job)
{
    return job->state;
}

enum action
job_action(const struct job *job)
{
    return job->action;
}

size_t
job_victim_count(const struct job *job)
{
    return job->count;
}

const struct victim *
job_victim(const struct job *job, size_t index)
{
    return index < job->count ? &job->slots[index].victim : NULL;
}

bool
job_failed(const struct job *job)
{
    size_t i;

    for (i = 0; i < job->count; i++)
        if (job->slots[i].victim.state == VICTIM_FAILED ||
            job->slots[i].victim.state == VICTIM_REFUSED)
            return true;
    return false;
}

enum job_ask
job_ask(const struct job *job, char text[ASK_TEXT_SIZE])
{
    text[0] = '\0';
    if (!job->act->asks)
        return ASK_NONE;
    if (!job->act->is_removal || job->asked <= ASK_TYPE_ABOVE)
        return ASK_YES;
    (void)snprintf(text, ASK_TEXT_SIZE, "%zu", job->asked);
    return ASK_TYPE;
}

size_t
jobs_open_count(const struct jobs *jobs)
{
    return jobs->open;
}

bool
jobs_is_ticking(const struct jobs *jobs)
{
    return jobs->ticking > 0;
}
