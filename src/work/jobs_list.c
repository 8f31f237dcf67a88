/*
 * jobs_list.c - what a list of all jobs says of each.
 */
#include "config.h"

#include "work/jobs_private.h"

const struct job *
jobs_next(const struct jobs *jobs, unsigned number)
{
    struct list *link;

    for (link = jobs->all.next; link != &jobs->all; link = link->next) {
        struct job *job = LIST_OWNER(link, struct job, link);

        if (job->number > number)
            return job;
    }
    return NULL;
}

const char *
job_verb(const struct job *job)
{
    return job->act->verb;
}

static bool
is_any(const struct slot *slot)
{
    (void)slot;
    return true;
}

void
job_victims(struct buf *out, const struct job *job)
{
    slots_name(out, job, is_any, NULL);
}

void
job_progress(struct buf *out, const struct job *job)
{
    switch (job->state) {
    case JOB_ASKING:
        (void)buf_add_text(out, "asking");
        return;
    case JOB_WAITING:
        (void)buf_add_text(out, "waiting");
        return;
    case JOB_RUNNING:
        if (job->saving) {
            job_say_progress(out, job);
            return;
        }
        act_say(out, job->act->row, &job->args);
        if (job->count > 1)
            (void)buf_addf(out, ", %zu of %zu", job->ended, job->count);
        return;
    case JOB_DONE:
        break;
    }
    if (job->saving && job_command(job) && !job_failed(job) &&
        !job->is_cancelled)
        (void)buf_addf(out, "read %llu lines for %s",
                       (unsigned long long)job_lines(job), job_command(job));
    else
        job_result(out, job);
}
