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
    return slot->victim.state == VICTIM_FAILED;
}

static bool
is_refused(const struct slot *slot)
{
    return slot->victim.state == VICTIM_REFUSED;
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

/* Each by its reason, as many as there is room for: "web is restarting", "web:
 * <the engine's words>". */
static void
reasons_say(struct buf *out, const struct job *job, slot_test_fn test)
{
    size_t count = slots_count(job, test), said = 0;
    struct buf part = BUF_INIT(out->limit);

    for (size_t i = 0; i < job->count && said < FAILURES_SHOWN; i++) {
        const struct victim *victim = &job->slots[i].victim;

        if (!test(&job->slots[i]))
            continue;
        buf_clear(&part);
        /* A reason of ours names the container, the engine's may not. */
        if (victim->state == VICTIM_FAILED)
            (void)buf_addf(&part, "%s: ", victim->name);
        (void)buf_add_text(&part, victim->note.text);
        if (said > 0 && out->len + part.len + ROOM_KEPT > out->limit)
            break;
        if (said > 0)
            (void)buf_add_text(out, "; ");
        (void)buf_add_str(out, buf_str(&part));
        said++;
    }
    if (count > said)
        (void)buf_addf(out, "; %zu more", count - said);
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

/* The act that was another one for some of the victims, or NULL: a pause that
 * was an unpause. */
static const struct act *
other_act(const struct job *job)
{
    for (size_t i = 0; i < job->count; i++)
        if (job->slots[i].act && job->slots[i].act != job->act)
            return job->slots[i].act;
    return NULL;
}

/* When nothing but success is to be told. One action may have been two acts:
 * "paused web; unpaused db". */
static void
success_say(struct buf *out, const struct job *job)
{
    size_t done = slots_count(job, is_done);
    size_t noted = slots_count(job, is_noted);
    const struct act *other = other_act(job);

    if (done == 1 && noted == 1) {
        slots_name(out, job, is_done, NULL);
        (void)buf_addf(out, ": %s", job->slots[0].victim.note.text);
        return;
    }
    done_say(out, job, job->act);
    if (other) {
        (void)buf_add_text(out, "; ");
        done_say(out, job, other);
    }
    if (noted > 0)
        (void)buf_addf(out, " (%zu %s)", noted, job->act->already);
    layers_say(out, job);
}

/* Between the parts of a result: a list of reasons is closed by ';'. */
static void
part_begin(struct buf *out, size_t start, const char **gap)
{
    if (out->len > start)
        (void)buf_add_text(out, *gap);
    *gap = ", ";
}

/* "3 paused", "2 sent SIGTERM". */
static void
count_done(struct buf *out, const struct job *job, const struct act *act,
           size_t start, const char **gap)
{
    size_t done = act ? count_of(job, is_done, act) : 0;

    if (done == 0)
        return;
    part_begin(out, start, gap);
    (void)buf_addf(out, "%zu ", done);
    act_say(out, act->counted ? act->counted : act->done, &job->args);
}

/* "1 refused: web is restarting" */
static void
count_reasons(struct buf *out, const struct job *job, slot_test_fn test,
              const char *word, size_t start, const char **gap)
{
    size_t count = slots_count(job, test);

    if (count == 0)
        return;
    part_begin(out, start, gap);
    (void)buf_addf(out, "%zu %s: ", count, word);
    reasons_say(out, job, test);
    *gap = "; ";
}

/* Of several not all are done: "3 paused, 1 refused: web is restarting". */
static void
counts_say(struct buf *out, const struct job *job)
{
    size_t given_up = slots_count(job, is_given_up);
    size_t skipped = slots_count(job, is_skipped);
    size_t start = out->len;
    const char *gap = ": ";

    if (job->is_cancelled)
        (void)buf_addf(out, "%s cancelled", job->act->verb);
    count_done(out, job, job->act, start, &gap);
    count_done(out, job, other_act(job), start, &gap);
    count_reasons(out, job, is_refused, "refused", start, &gap);
    count_reasons(out, job, is_failed, "failed", start, &gap);
    if (skipped > 0 && job->is_confirmed) {
        part_begin(out, start, &gap);
        (void)buf_addf(out, "%zu not begun", skipped);
    }
    if (given_up > 0) {
        part_begin(out, start, &gap);
        (void)buf_addf(out, "%zu given up, which the engine may still finish",
                       given_up);
    }
}

/* What the only victim came to, when it was not done. */
static void
single_say(struct buf *out, const struct job *job)
{
    const struct slot *slot = &job->slots[0];

    if (is_failed(slot)) {
        act_say(out, slot->act->doing, &job->args);
        (void)buf_add_char(out, ' ');
        reasons_say(out, job, is_failed);
    } else if (is_refused(slot)) {
        reasons_say(out, job, is_refused);
    } else {
        counts_say(out, job);
    }
}

static bool
is_gone(const struct slot *slot)
{
    return slot_is_missing(slot);
}

static void
pointless_say(struct buf *out, const struct job *job)
{
    size_t gone = slots_count(job, is_gone);

    slots_name(out, job, is_gone, NULL);
    (void)buf_addf(out, " %s gone meanwhile; nothing is left to %s",
                   gone == 1 ? "has" : "have", job->act->verb);
}

void
job_result(struct buf *out, const struct job *job)
{
    if (job->saving)
        saving_result(out, job);
    else if (job->is_pointless)
        pointless_say(out, job);
    else if (slots_count(job, is_done) == job->count)
        success_say(out, job);
    else if (job->count == 1)
        single_say(out, job);
    else
        counts_say(out, job);
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
