/*
 * jobs_question.c - what a person is asked before a job is done.
 */
#include "config.h"

#include "work/fleet.h"
#include "work/jobs_private.h"

#define REASONS_SHOWN 3

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
    slots_name(out, job, removes_itself, NULL);
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
    slots_name(out, job, is_unknown, NULL);
    if (job->act->may_end_it)
        (void)buf_add_text(out, count == 1 ? " removes itself"
                                           : " remove themselves");
    else
        (void)buf_add_text(out, count == 1 ? " still exists" : " still exist");
    for (i = 0; !is_unknown(&job->slots[i]);)
        i++;
    (void)buf_addf(out, ": %s.", job->slots[i].victim.note.text);
}

static bool
is_up(const struct slot *slot)
{
    return is_asked(slot) && slot->was_up;
}

static void
removal_question_say(struct buf *out, const struct job *job)
{
    size_t up = slots_count(job, is_up);

    if (job->args.force && up > 0) {
        (void)buf_add_char(out, ' ');
        slots_name(out, job, is_up, NULL);
        (void)buf_add_text(out, up == 1 ? " is running." : " are running.");
    }
    if (job->args.volumes)
        (void)buf_add_text(out, " Volumes without a name go, too; the others "
                                "stay.");
    else
        (void)buf_add_text(out, " Volumes stay.");
}

static void
used_say(struct buf *out, const struct image_row *row)
{
    if (row->used_by == 1)
        (void)buf_add_text(out, " A container is made from it.");
    else if (row->used_by > 1)
        (void)buf_addf(out, " %zu containers are made from it.", row->used_by);
}

/* What becomes of an image: its layers go with its last reference. */
static void
image_question_say(struct buf *out, const struct job *job)
{
    const struct store *store = fleet_store(job->jobs->fleet);
    const struct image_row *row;
    size_t others;

    if (job->asked > 1) {
        (void)buf_add_text(out, " Layers go with the last reference to them.");
        return;
    }
    row = store_find_image(store, &slots_first(job)->victim.ref);
    if (!row)
        return;
    others =
        row->value->reference_count > 0 ? row->value->reference_count - 1 : 0;
    if (others > 0)
        (void)buf_addf(out,
                       " Only this reference goes: the image has %zu other%s.",
                       others, others == 1 ? "" : "s");
    else
        (void)buf_add_text(out, " Its layers go, too, but for those that "
                                "another image has.");
    used_say(out, row);
}

static void
hidden_say(struct buf *out, const struct job *job)
{
    if (job->hidden == 1)
        (void)buf_add_text(out, " A hidden marked row is left alone.");
    else if (job->hidden > 1)
        (void)buf_addf(out, " %zu hidden marked rows are left alone.",
                       job->hidden);
}

void
job_question(struct buf *out, const struct job *job)
{
    act_say(out, job->act->ask, &job->args);
    (void)buf_add_char(out, ' ');
    slots_name(out, job, is_asked, NULL);
    if (job->args.force)
        (void)buf_add_text(out, " by force");
    (void)buf_add_char(out, '?');
    if (job->slots[0].image)
        image_question_say(out, job);
    else if (job->act->is_removal)
        removal_question_say(out, job);
    hidden_say(out, job);
    if (job->state == JOB_ASKING) {
        auto_remove_say(out, job);
        left_alone_say(out, job);
        unknown_say(out, job);
    }
}
