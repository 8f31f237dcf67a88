#include "config.h"

#include "work/jobs_private.h"

#define NAMES_SHOWN 4
#define REASONS_SHOWN 3
#define FAILURES_SHOWN 5
#define ROOM_KEPT                                                              \
    128 /* of a result's buffer, for what follows the failures                 \
         */

typedef bool (*slot_test_fn)(const struct slot *slot);

static size_t
slots_count(const struct job *job, slot_test_fn test)
{
    size_t count = 0, i;

    for (i = 0; i < job->count; i++)
        count += test(&job->slots[i]);
    return count;
}

/* "a", "a and b", "a, b and c", "a, b, c and 14 more" */
static void
names_say(struct buf *out, const struct job *job, slot_test_fn test)
{
    size_t count = slots_count(job, test), said = 0, i;
    size_t shown = count <= NAMES_SHOWN ? count : NAMES_SHOWN - 1;

    for (i = 0; i < job->count && said < shown; i++) {
        if (!test(&job->slots[i]))
            continue;
        if (said > 0)
            (void)buf_add_text(out, said + 1 == count ? " and " : ", ");
        (void)buf_add_text(out, job->slots[i].victim.name);
        said++;
    }
    if (count > shown)
        (void)buf_addf(out, " and %zu more", count - shown);
}

/* ---- the question */

/* What the question named when it opened. */
static bool
is_asked(const struct slot *slot)
{
    return slot->victim.state != VICTIM_REFUSED;
}

static bool
removes_itself(const struct slot *slot)
{
    return is_asked(slot) && slot->victim.auto_remove;
}

static bool
is_unknown(const struct slot *slot)
{
    return is_asked(slot) && !slot->victim.is_inspected && !slot->is_missing &&
           slot->victim.note.text[0];
}

static bool
is_left_alone(const struct slot *slot)
{
    return !is_asked(slot) || !slot_fits(slot, NULL);
}

/* "Left alone: web is not running; db is not running and 3 more." */
static void
left_alone_say(struct buf *out, const struct job *job)
{
    size_t count = slots_count(job, is_left_alone), said = 0, i;
    struct err why;

    if (count == 0)
        return;
    (void)buf_add_text(out, " Left alone: ");
    for (i = 0; i < job->count && said < REASONS_SHOWN; i++) {
        const struct slot *slot = &job->slots[i];

        if (!is_left_alone(slot))
            continue;
        if (is_asked(slot))
            (void)slot_fits(slot, &why);
        else
            why = slot->victim.note;
        (void)buf_addf(out, "%s%s", said ? "; " : "", why.text);
        said++;
    }
    if (count > said)
        (void)buf_addf(out, " and %zu more", count - said);
    (void)buf_add_char(out, '.');
}

static void
auto_remove_say(struct buf *out, const struct job *job)
{
    size_t count = slots_count(job, removes_itself);

    if (!job->act->may_end_it || count == 0)
        return;
    (void)buf_add_char(out, ' ');
    names_say(out, job, removes_itself);
    (void)buf_addf(out, " will be removed when %s (auto-remove).",
                   count == 1 ? "it stops" : "they stop");
}

static void
unknown_say(struct buf *out, const struct job *job)
{
    size_t count = slots_count(job, is_unknown), i;

    if (count == 0)
        return;
    (void)buf_add_text(out, " Not known whether ");
    names_say(out, job, is_unknown);
    if (job->act->may_end_it)
        (void)buf_add_text(out, count == 1 ? " removes itself"
                                           : " remove themselves");
    else
        (void)buf_add_text(out, count == 1 ? " still exists" : " still exist");
    for (i = 0; !is_unknown(&job->slots[i]);)
        i++;
    (void)buf_addf(out, ": %s.", job->slots[i].victim.note.text);
}

void
job_question(struct buf *out, const struct job *job)
{
    act_say(out, job->act->ask, &job->args);
    (void)buf_add_char(out, ' ');
    names_say(out, job, is_asked);
    (void)buf_add_char(out, '?');
    if (job->act->is_removal)
        (void)buf_add_text(out, " Volumes stay.");
    if (job->state == JOB_ASKING) {
        auto_remove_say(out, job);
        left_alone_say(out, job);
        unknown_say(out, job);
    }
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
failure_say(struct buf *out, const struct job *job, const struct victim *victim)
{
    /* A reason of ours names the container, the engine's may not. */
    if (victim->state == VICTIM_FAILED) {
        act_say(out, job->act->doing, &job->args);
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
        failure_say(&part, job, &job->slots[i].victim);
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

/* When nothing but success is to be told: "stopped web". */
static void
success_say(struct buf *out, const struct job *job)
{
    size_t done = slots_count(job, is_done);
    size_t noted = slots_count(job, is_noted);

    if (done == 1 && noted == 1) {
        names_say(out, job, is_done);
        (void)buf_addf(out, ": %s", job->slots[0].victim.note.text);
        return;
    }
    act_say(out, job->act->done, &job->args);
    if (done <= NAMES_SHOWN) {
        (void)buf_add_char(out, ' ');
        names_say(out, job, is_done);
    } else {
        (void)buf_addf(out, " %zu containers", done);
    }
    if (noted > 0)
        (void)buf_addf(out, " (%zu %s)", noted, job->act->already);
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
            (void)buf_addf(out, "%s cancelled", action_info(job->action)->name);
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
        (void)buf_addf(out, "waiting to %s",
                       action_info(slot->job->action)->name);
        return true;
    }
    seconds = now > victim->began ? (now - victim->began) / 1000 : 0;
    act_say(out, slot->job->act->row, &slot->job->args);
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
