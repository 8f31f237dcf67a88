/*
 * jobs_say.c - what came of a job, and what a row says meanwhile.
 */
#include "config.h"

#include "work/jobs_private.h"

#define NAMES_SHOWN 4
#define FAILURES_SHOWN 5
/* Of a result's buffer, for what follows the failures. */
#define ROOM_KEPT 128

static size_t
count_of(const struct job *job, slot_test_fn test, const struct act *act)
{
    size_t count = 0, i;

    for (i = 0; i < job->count; i++)
        count += test(&job->slots[i]) && (!act || job->slots[i].act == act);
    return count;
}

size_t
slots_count(const struct job *job, slot_test_fn test)
{
    return count_of(job, test, NULL);
}

void
slots_name(struct buf *out, const struct job *job, slot_test_fn test,
           const struct act *act)
{
    size_t count = count_of(job, test, act), said = 0, i;
    size_t shown = count <= NAMES_SHOWN ? count : NAMES_SHOWN - 1;

    for (i = 0; i < job->count && said < shown; i++) {
        const struct slot *slot = &job->slots[i];

        if (!test(slot) || (act && slot->act != act))
            continue;
        if (said > 0)
            (void)buf_add_text(out, said + 1 == count ? " and " : ", ");
        (void)buf_add_text(out, slot->victim.name);
        said++;
    }
    if (count > shown)
        (void)buf_addf(out, " and %zu more", count - shown);
}

void
removal_say(struct buf *out, const struct image_removal *removal)
{
    if (removal->deleted == 0)
        (void)buf_add_text(out, "; its layers stay");
    else
        (void)buf_addf(out, "; %zu layer%s deleted", removal->deleted,
                       removal->deleted == 1 ? "" : "s");
}

/* ---- the result */

static bool
is_done(const struct slot *slot)
{
    return slot->victim.state == VICTIM_DONE;
}

/* Done, and something is to be said of it. */
static bool
is_noted(const struct slot *slot)
{
    return is_done(slot) && slot->victim.note.text[0];
}

static bool
is_failed(const struct slot *slot)
{
    return slot->victim.state == VICTIM_FAILED ||
           slot->victim.state == VICTIM_REFUSED;
}

static bool
is_given_up(const struct slot *slot)
{
    return slot->victim.state == VICTIM_CANCELLED && slot->victim.began != 0;
}

static bool
is_skipped(const struct slot *slot)
{
    return slot->victim.state == VICTIM_CANCELLED && slot->victim.began == 0;
}

/* Between the parts of a result. */
static void
part_begin(struct buf *out, size_t start)
{
    if (out->len > start)
        (void)buf_add_text(out, "; ");
}

static void
failure_say(struct buf *out, const struct job *job, const struct slot *slot)
{
    const struct victim *victim = &slot->victim;

    /* A reason of ours names the container, the engine's may not. */
    if (victim->state == VICTIM_FAILED) {
        act_say(out, slot->act->doing, &job->args);
        (void)buf_addf(out, " %s: ", victim->name);
    }
    (void)buf_add_text(out, victim->note.text);
}

/* Each by name, as many as there is room for. */
static void
failures_say(struct buf *out, const struct job *job)
{
    size_t count = slots_count(job, is_failed), said = 0, start = out->len, i;
    struct buf part = BUF_INIT(out->limit);

    for (i = 0; i < job->count && said < FAILURES_SHOWN; i++) {
        if (!is_failed(&job->slots[i]))
            continue;
        buf_clear(&part);
        failure_say(&part, job, &job->slots[i]);
        if (said > 0 && out->len + part.len + ROOM_KEPT > out->limit)
            break;
        part_begin(out, start);
        (void)buf_add_str(out, buf_str(&part));
        said++;
    }
    if (count > said)
        (void)buf_addf(out, "; %zu more failed", count - said);
    buf_release(&part);
}

/* Those of one act: "stopped web and db", "stopped 6 containers". */
static void
done_say(struct buf *out, const struct job *job, const struct act *act)
{
    size_t done = count_of(job, is_done, act);

    act_say(out, act->done, &job->args);
    if (done <= NAMES_SHOWN) {
        (void)buf_add_char(out, ' ');
        slots_name(out, job, is_done, act);
    } else {
        (void)buf_addf(out, " %zu %ss", done,
                       job->slots[0].image ? "image" : "container");
    }
    if (act->tail)
        act_say(out, act->tail, &job->args);
}

/* What went of the images' layers. */
static void
layers_say(struct buf *out, const struct job *job)
{
    struct image_removal all = {0};
    size_t i;

    if (!job->slots[0].image)
        return;
    for (i = 0; i < job->count; i++)
        all.deleted += job->slots[i].removal.deleted;
    if (job->count == 1 || all.deleted > 0)
        removal_say(out, &all);
    else
        (void)buf_add_text(out, "; their layers stay");
}

/* When nothing but success is to be told. One action may have been two acts:
 * "paused web; unpaused db". */
static void
success_say(struct buf *out, const struct job *job)
{
    size_t done = slots_count(job, is_done);
    size_t noted = slots_count(job, is_noted), i;
    const struct act *other = NULL;

    if (done == 1 && noted == 1) {
        slots_name(out, job, is_done, NULL);
        (void)buf_addf(out, ": %s", job->slots[0].victim.note.text);
        return;
    }
    done_say(out, job, job->act);
    for (i = 0; i < job->count && !other; i++)
        if (job->slots[i].act != job->act)
            other = job->slots[i].act;
    if (other) {
        (void)buf_add_text(out, "; ");
        done_say(out, job, other);
    }
    if (noted > 0)
        (void)buf_addf(out, " (%zu %s)", noted, job->act->already);
    layers_say(out, job);
}

void
job_result(struct buf *out, const struct job *job)
{
    size_t done = slots_count(job, is_done);
    size_t given_up = slots_count(job, is_given_up);
    size_t skipped = slots_count(job, is_skipped);
    size_t start = out->len;

    if (done == job->count) {
        success_say(out, job);
    } else {
        if (job->is_cancelled)
            (void)buf_addf(out, "%s cancelled", job->act->verb);
        if (slots_count(job, is_failed) > 0)
            part_begin(out, start);
        failures_say(out, job);
        if (done > 0)
            (void)buf_addf(out, "; %zu done", done);
        if (skipped > 0 && job->is_confirmed)
            (void)buf_addf(out, "; %zu not begun", skipped);
        if (given_up > 0)
            (void)buf_addf(out,
                           "; %zu given up, which the engine may still finish",
                           given_up);
    }
    if (job->journal_err.text[0])
        (void)buf_addf(out, "; the journal was not written: %s",
                       job->journal_err.text);
}

/* ---- a row */

bool
jobs_say_row(struct buf *out, const struct jobs *jobs, const struct ref *ref,
             uint64_t now)
{
    const struct slot *slot = busy_find(jobs, ref);
    const struct victim *victim;
    uint64_t seconds;

    if (!slot)
        return false;
    victim = &slot->victim;
    if (victim->state != VICTIM_RUNNING) {
        (void)buf_addf(out, "waiting to %s", slot->act->verb);
        return true;
    }
    seconds = now > victim->began ? (now - victim->began) / 1000 : 0;
    act_say(out, slot->act->row, &slot->job->args);
    if (victim->grace > 0)
        (void)buf_addf(out, " %llu s of %d", (unsigned long long)seconds,
                       victim->grace);
    else if (seconds > 0)
        (void)buf_addf(out, " %llu s", (unsigned long long)seconds);
    return true;
}

uint64_t
jobs_tick_ms(const struct jobs *jobs, const struct ref *ref, uint64_t now)
{
    const struct slot *slot = busy_find(jobs, ref);

    if (!slot || slot->victim.state != VICTIM_RUNNING)
        return 0;
    if (now < slot->victim.began)
        return slot->victim.began - now + 1000;
    return 1000 - (now - slot->victim.began) % 1000;
}
