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

/* The containers that are made from an image: how many, and the name of one,
 * which runs if any does. */
struct users {
    size_t count;
    const char *name;
    bool is_up;
};

static struct users
users_of(const struct store *store, const struct image_row *row)
{
    struct users users = {.count = row->used_by};

    for (size_t i = 0; i < store_container_count(store); i++) {
        const struct container_row *user = store_container_at(store, i);

        if (user->ref.engine != row->ref.engine ||
            strcmp(user->value->image_id, row->value->id) != 0)
            continue;
        if (users.name && (users.is_up || !state_is_up(user->value->state)))
            continue;
        users.name = user->value->name;
        users.is_up = state_is_up(user->value->state);
    }
    return users;
}

/* "web runs on it", "web and 2 more are made from it"; append. */
static void
users_say(struct buf *out, const struct users *users)
{
    if (!users->name)
        (void)buf_addf(out, "%zu container%s made from it", users->count,
                       users->count == 1 ? " is" : "s are");
    else if (users->count <= 1)
        (void)buf_addf(out, "%s %s it", users->name,
                       users->is_up ? "runs on" : "is made from");
    else
        (void)buf_addf(out, "%s%s and %zu more are made from it", users->name,
                       users->is_up ? ", which runs," : "", users->count - 1);
}

/* What the engine will say: the last name of an image in use is not taken
 * without force, and what runs keeps the layers even then; an image without a
 * name cannot be removed under what runs at all. */
static void
image_fate_say(struct buf *out, const struct job *job,
               const struct image_row *row, const struct users *users)
{
    bool has_name = row->reference[0] != '\0';
    bool is_refused =
        users->count > 0 && (!job->args.force || (!has_name && users->is_up));

    if (row->value->reference_count > 1) {
        size_t others = row->value->reference_count - 1;

        (void)buf_addf(out,
                       " Only this reference goes, its layers stay: the image "
                       "has %zu other%s.",
                       others, others == 1 ? "" : "s");
    } else if (is_refused) {
        (void)buf_add_text(out, " The engine will refuse: ");
        users_say(out, users);
        (void)buf_add_char(out, '.');
    } else if (users->is_up) {
        (void)buf_add_text(out, " Only its name goes, its layers stay: ");
        users_say(out, users);
        (void)buf_add_char(out, '.');
    } else {
        (void)buf_add_text(out, " Its layers go, too, but for those that "
                                "another image has.");
    }
}

/* Of several: those that the engine will not remove. */
static void
refused_images_say(struct buf *out, const struct job *job,
                   const struct store *store)
{
    size_t count = 0;
    const char *reference = NULL;
    struct users users = {0};

    for (size_t i = 0; i < job->count; i++) {
        const struct image_row *row =
            store_find_image(store, &job->slots[i].victim.ref);

        if (!row || row->used_by == 0 || row->value->reference_count > 1 ||
            job->args.force)
            continue;
        if (count++ > 0)
            continue;
        reference = job->slots[i].victim.name;
        users = users_of(store, row);
    }
    if (count == 0)
        return;
    (void)buf_addf(out, " The engine will refuse %zu of them: %s, for ", count,
                   reference);
    users_say(out, &users);
    (void)buf_addf(out, "%s.", count > 1 ? ", and others" : "");
}

/* What becomes of an image: its layers go with its last reference. */
static void
image_question_say(struct buf *out, const struct job *job)
{
    const struct store *store = fleet_store(job->jobs->fleet);
    const struct image_row *row;
    struct users users;

    if (job->asked > 1) {
        (void)buf_add_text(out, " Layers go with the last reference to them.");
        refused_images_say(out, job, store);
        return;
    }
    row = store_find_image(store, &slots_first(job)->victim.ref);
    if (!row)
        return;
    users = users_of(store, row);
    image_fate_say(out, job, row, &users);
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
