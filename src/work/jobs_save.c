/*
 * jobs_save.c - a log into a file, or to a command, as a job.
 *
 * The engine is asked for nothing but lines, so the container is not busy
 * meanwhile and nothing is asked before; a save takes none of the places of
 * acts. What it is called, how far it is and what came of it is said here.
 */
#include "config.h"

#include "base/format.h"
#include "base/mem.h"
#include "work/fleet.h"
#include "work/jobs_private.h"
#include "work/journal.h"
#include "work/save.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* What is done with the log. */
static const struct act save_act = {
    .verb = "save",
    .doing = "saving the log of",
    .done = "saved the log of",
    .being = "being saved",
};
static const struct act pipe_act = {
    .verb = "pipe",
    .doing = "reading the log of",
    .done = "read the log of",
    .being = "being read",
};

struct saving {
    struct save *save; /* NULL: it has ended */
    enum save_part part;
    char *path;    /* as it was typed; of the file for a command its own */
    char *command; /* or NULL */
    uint64_t lines, bytes; /* at the end */
    bool is_there;         /* a file for a command, which nobody took */
};

/* ---- its life ----------------------------------------------------------- */

static void
went_on(void *data)
{
    struct slot *slot = data;

    slot->job->is_changed = true;
    jobs_wake(slot->job->jobs);
}

static void
saved(void *data, const struct err *err)
{
    struct slot *slot = data;
    struct job *job = slot->job;
    struct saving *saving = job->saving;
    enum victim_state state = VICTIM_DONE;

    saving->lines = save_lines(saving->save);
    saving->bytes = save_bytes(saving->save);
    saving->save = NULL;
    saving->is_there = !err && saving->command;
    job->flights--;
    if (err) {
        state = job->is_cancelled ? VICTIM_CANCELLED : VICTIM_FAILED;
        (void)err_copy(&slot->victim.note, err);
    }
    slot_end(slot, state);
    jobs_wake(job->jobs);
}

void
saving_cancel(struct job *job)
{
    if (job->saving->save)
        save_cancel(job->saving->save);
}

void
saving_free(struct saving *saving)
{
    if (!saving)
        return;
    if (saving->is_there)
        (void)unlink(saving->path);
    free(saving->path);
    free(saving->command);
    free(saving);
}

/* ---- beginning ---------------------------------------------------------- */

static bool
is_open_save(const struct job *job)
{
    return job->saving && job->state != JOB_DONE;
}

const struct job *
jobs_find_save(const struct jobs *jobs, const struct ref *ref)
{
    struct list *link;

    for (link = jobs->all.prev; link != &jobs->all; link = link->prev) {
        struct job *job = LIST_OWNER(link, struct job, link);

        if (is_open_save(job) && ref_equal(&job->slots[0].victim.ref, ref))
            return job;
    }
    return NULL;
}

static bool
may_save(const struct jobs *jobs, const struct ref *ref,
         const struct job_save *what, struct err *err)
{
    struct list *link;
    int open = 0;

    if (jobs_find_save(jobs, ref))
        return err_set_kind(err, ERR_IN_PROGRESS,
                            "the log of %s is being saved already", what->name);
    for (link = jobs->all.next; link != &jobs->all; link = link->next)
        open += is_open_save(LIST_OWNER(link, struct job, link));
    if (open >= JOBS_SAVES)
        return err_set_kind(err, ERR_LIMIT, "%d logs are being saved already",
                            open);
    if (what->part == SAVE_WHOLE && !fleet_engine(jobs->fleet, ref))
        return err_set_kind(err, ERR_UNREACHABLE,
                            "its engine is not watched any more");
    return true;
}

static void
begin(struct job *job, struct savefile *file, const struct job_save *what)
{
    struct jobs *jobs = job->jobs;
    struct slot *slot = &job->slots[0];
    const struct save_owner owner = {
        .changed = went_on, .done = saved, .data = slot};

    job->flights++;
    if (what->part == SAVE_WHOLE)
        job->saving->save = save_whole_new(jobs->loop, file, jobs->fleet,
                                           &slot->victim.ref, &owner);
    else
        job->saving->save =
            save_lines_new(jobs->loop, file, what->book, what->shown, &owner);
}

static struct job *
job_new(struct jobs *jobs, const struct ref *ref, const struct job_save *what,
        const char *path)
{
    struct job *job = xcalloc(1, sizeof(*job));
    struct saving *saving = xcalloc(1, sizeof(*saving));
    struct slot *slot = xcalloc(1, sizeof(*slot));

    job->jobs = jobs;
    job->action = what->command ? ACTION_PIPE : ACTION_SAVE;
    job->args.timeout = -1;
    job->act = slot->act = what->command ? &pipe_act : &save_act;
    job->state = JOB_RUNNING;
    job->is_confirmed = job->is_judged = job->is_settled = true;
    job->slots = slot;
    job->count = job->asked = job->next_look = job->looked = job->next_act = 1;
    slot->job = job;
    slot->victim.ref = *ref;
    slot->victim.state = VICTIM_RUNNING;
    slot->victim.began = loop_now(jobs->loop);
    (void)snprintf(slot->victim.name, sizeof(slot->victim.name), "%s",
                   what->name);
    job->saving = saving;
    saving->part = what->part;
    saving->path = xstrdup(path);
    if (what->command)
        saving->command = xstrdup(what->command);
    return job;
}

const struct job *
jobs_save_log(struct jobs *jobs, const struct ref *ref,
              const struct job_save *what, struct err *err)
{
    struct savefile file;
    struct job *job;

    if (!may_save(jobs, ref, what, err))
        return NULL;
    if (what->command ? !savefile_open_own(&file, err)
                      : !savefile_open(&file, what->path, what->replaces, err))
        return NULL;
    job = job_new(jobs, ref, what, what->command ? file.path : what->path);
    job_enter(job);
    begin(job, &file, what);
    return job;
}

/* ---- looking ------------------------------------------------------------ */

uint64_t
job_lines(const struct job *job)
{
    const struct saving *saving = job->saving;

    if (!saving)
        return 0;
    return saving->save ? save_lines(saving->save) : saving->lines;
}

uint64_t
job_bytes(const struct job *job)
{
    const struct saving *saving = job->saving;

    if (!saving)
        return 0;
    return saving->save ? save_bytes(saving->save) : saving->bytes;
}

const char *
job_command(const struct job *job)
{
    return job->saving ? job->saving->command : NULL;
}

const char *
jobs_take_file(struct jobs *jobs, unsigned number)
{
    struct job *job = job_of(jobs, number);

    if (!job || !job->saving || !job->saving->is_there)
        return NULL;
    job->saving->is_there = false;
    return job->saving->path;
}

/* ---- words -------------------------------------------------------------- */

void
job_say_progress(struct buf *out, const struct job *job)
{
    char bytes[FORMAT_SIZE];
    unsigned long long lines = job_lines(job);

    format_memory(bytes, job_bytes(job));
    (void)buf_addf(out, "%s %s, %llu %s",
                   job->saving->command ? "reading for the pipe" : "saving",
                   bytes, lines, lines == 1 ? "line" : "lines");
}

void
saving_result(struct buf *out, const struct job *job)
{
    const struct saving *saving = job->saving;
    const struct victim *victim = &job->slots[0].victim;
    unsigned long long lines = saving->lines;

    if (victim->state == VICTIM_FAILED) {
        (void)buf_addf(out, "%s %s: %s", job->act->doing, victim->name,
                       victim->note.text);
    } else if (victim->state == VICTIM_CANCELLED) {
        (void)buf_addf(out, "%s %s was cancelled; nothing is kept",
                       job->act->doing, victim->name);
    } else if (!saving->command) {
        (void)buf_addf(out, "saved %llu %s of %s to %s", lines,
                       lines == 1 ? "line" : "lines", victim->name,
                       saving->path);
    }
}

void
saving_note(struct buf *out, const struct job *job)
{
    const struct saving *saving = job->saving;
    unsigned long long lines = saving->lines;

    (void)buf_addf(out, "; %llu %s to %s", lines, lines == 1 ? "line" : "lines",
                   saving->command ? saving->command : saving->path);
}

/* What a person would type for it; nothing where lines were chosen here. */
void
saving_command(struct buf *out, const struct job *job)
{
    const struct saving *saving = job->saving;
    const char *name = job->slots[0].victim.name;
    const char *const logs[] = {"docker", "logs", name, NULL};
    const char *const file[] = {saving->path, NULL};

    if (saving->part != SAVE_WHOLE)
        return;
    journal_command(out, logs);
    (void)buf_add_text(out, saving->command ? " 2>&1 | " : " >");
    if (saving->command) {
        (void)buf_add_text(out, saving->command);
    } else {
        journal_command(out, file);
        (void)buf_add_text(out, " 2>&1");
    }
}
