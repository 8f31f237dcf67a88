#include "config.h"

#include "work/jobs.h"

#include "base/mem.h"
#include "work/jobs_private.h"
#include "work/journal.h"

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
job_enter(struct job *job)
{
    struct jobs *jobs = job->jobs;

    job->number = ++jobs->last_number;
    list_add_last(&jobs->all, &job->link);
    jobs->open++;
}

void
job_free(struct job *job)
{
    size_t i;

    list_remove(&job->link);
    timer_free(job->patience);
    saving_free(job->saving);
    for (i = 0; i < job->count; i++)
        free(job->slots[i].image);
    free(job->slots);
    free(job);
}

/* ---- what others ask */

void
jobs_set_read_only(struct jobs *jobs)
{
    jobs->is_read_only = true;
}

bool
jobs_note(struct jobs *jobs, const struct journal_entry *entry, struct err *err)
{
    return !jobs->journal || journal_add(jobs->journal, entry, err);
}

const struct journal *
jobs_journal(const struct jobs *jobs)
{
    return jobs->journal;
}

bool
jobs_is_read_only(const struct jobs *jobs)
{
    return jobs->is_read_only;
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

/* By force of what runs, or may: nobody could tell. */
static bool
is_forced(const struct job *job)
{
    size_t i;

    if (!job->args.force || job->slots[0].image)
        return false;
    for (i = 0; i < job->count; i++) {
        const struct slot *slot = &job->slots[i];

        if (slot->victim.state != VICTIM_REFUSED &&
            (slot->was_up || slot->seen == STATE_UNKNOWN))
            return true;
    }
    return false;
}

const struct slot *
slots_first(const struct job *job)
{
    size_t i = 0;

    while (i + 1 < job->count && job->slots[i].victim.state == VICTIM_REFUSED)
        i++;
    return &job->slots[i];
}

enum job_ask
job_ask(const struct job *job, char text[ASK_TEXT_SIZE])
{
    text[0] = '\0';
    if (!job->act->asks)
        return ASK_NONE;
    if (!job->act->is_removal ||
        (job->asked <= ASK_TYPE_ABOVE && !is_forced(job)))
        return ASK_YES;
    if (job->asked == 1)
        (void)snprintf(text, ASK_TEXT_SIZE, "%s",
                       slots_first(job)->victim.name);
    else
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
