/*
 * jobs_propose.c - who would be acted on, and whether that makes sense.
 */
#include "config.h"

#include "base/mem.h"
#include "work/fleet.h"
#include "work/jobs_private.h"

#include <stdio.h>
#include <stdlib.h>

#define ID_DIGITS 12 /* of an image without a reference, as docker shows it */

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
    return action == ACTION_KILL && slot->act->has_grace;
}

static bool
act_fits(const struct act *act, const struct subject *subject,
         const struct act_args *args, struct err *err)
{
    return !act->fits || act->fits(subject, args, err);
}

/* An image's reference may name another image by now, which is not the one
 * that the question was about. */
bool
slot_is_missing(const struct slot *slot)
{
    const struct store *store = fleet_store(slot->job->jobs->fleet);

    if (slot->image)
        return !store_find_image(store, &slot->victim.ref);
    return slot->is_missing;
}

bool
slot_fits(const struct slot *slot, struct err *err)
{
    const struct subject subject = {.name = slot->victim.name,
                                    .state = slot->seen};

    if (slot_is_missing(slot))
        return err_set_kind(err, ERR_MISSING, "%s does not exist any more",
                            slot->victim.name);
    if (slot->job->args.force && !slot->was_up && state_is_up(slot->seen))
        return err_set_kind(err, ERR_CONFLICT, "%s is %s by now", subject.name,
                            state_name(slot->seen));
    return act_fits(slot->act, &subject, &slot->job->args, err);
}

static const char *
kind_name(unsigned kind)
{
    return kind == REF_IMAGE ? "image" : "container";
}

static bool
no_act(enum action action, unsigned kind, struct err *err)
{
    return err_set_kind(err, ERR_USAGE, "'%s' is no act on %s %s",
                        action_info(action)->name,
                        kind == REF_IMAGE ? "an" : "a", kind_name(kind));
}

/* What the store knows of a thing. */
struct known {
    const struct container_row *container;
    const struct image_row *image;
    char name[ACT_WORD_SIZE];
    enum container_state state;
};

static void
image_name(char name[ACT_WORD_SIZE], const struct image_row *row)
{
    const char *id = row->value->id;
    const char *digits = strchr(id, ':');

    if (row->reference[0])
        (void)snprintf(name, ACT_WORD_SIZE, "%s", row->reference);
    else
        (void)snprintf(name, ACT_WORD_SIZE, "%.*s", ID_DIGITS,
                       digits ? digits + 1 : id);
}

static bool
known_find(struct known *known, const struct jobs *jobs, const struct ref *ref)
{
    const struct store *store = fleet_store(jobs->fleet);

    *known = (struct known){.state = STATE_UNKNOWN};
    if (ref->kind == REF_IMAGE) {
        known->image = store_find_image(store, ref);
        if (!known->image)
            return false;
        image_name(known->name, known->image);
        return true;
    }
    known->container = store_find_container(store, ref);
    if (!known->container)
        return false;
    known->state = known->container->value->state;
    (void)snprintf(known->name, sizeof(known->name), "%s",
                   known->container->value->name);
    return true;
}

/* Whether the act can be done, by what the store knows. */
static bool
known_fits(const struct known *known, const struct jobs *jobs,
           enum action action, const struct act_args *args,
           const struct ref *ref, struct err *err)
{
    const struct subject subject = {.name = known->name, .state = known->state};
    const struct act *act = act_find(action, ref->kind, known->state);
    const struct slot *slot;

    if (!act)
        return no_act(action, ref->kind, err);
    if (!known->container && !known->image)
        return err_set_kind(err, ERR_MISSING, "the %s does not exist any more",
                            kind_name(ref->kind));
    slot = busy_find(jobs, ref);
    if (slot && !busy_allows(slot, action))
        return err_set_kind(err, ERR_IN_PROGRESS, "%s is %s", known->name,
                            slot->act->being);
    return act_fits(act, &subject, args, err);
}

static bool
is_allowed(const struct jobs *jobs, enum action action, struct err *err)
{
    if (jobs->is_read_only && action_info(action)->changes)
        return err_set_kind(err, ERR_DENIED,
                            "bayplan was told to change nothing (read-only)");
    return true;
}

const char *
jobs_refuse(const struct jobs *jobs, enum action action, const struct ref *ref)
{
    struct reasons *reasons = jobs->reasons;
    struct err *err = &reasons->at[reasons->next % JOBS_REASONS];
    struct act_args args;
    struct known known;

    act_args_widest(&args);
    (void)known_find(&known, jobs, ref);
    if (action != ACTION_REMOVE_OPTIONS)
        args.force = false;
    if (is_allowed(jobs, action, err) &&
        known_fits(&known, jobs, action, &args, ref, err))
        return NULL;
    reasons->next++;
    return err->text;
}

/* ---- proposing */

static void
slot_init(struct slot *slot, struct job *job, const struct ref *ref)
{
    struct victim *victim = &slot->victim;
    struct known known;

    (void)known_find(&known, job->jobs, ref);
    slot->job = job;
    slot->act = act_find(job->action, ref->kind, known.state);
    slot->seen = known.state;
    slot->was_up = state_is_up(known.state);
    if (ref->kind == REF_IMAGE)
        slot->image =
            xstrdup(!known.image                ? ref->key
                    : known.image->reference[0] ? known.image->reference
                                                : known.image->value->id);
    victim->ref = *ref;
    victim->grace = slot->act->has_grace ? job->args.timeout : -1;
    (void)snprintf(victim->name, sizeof(victim->name), "%s",
                   known.name[0] ? known.name : ref->key);
    if (known_fits(&known, job->jobs, job->action, &job->args, ref,
                   &victim->note)) {
        if (job->asked++ == 0)
            job->act = slot->act;
        return;
    }
    victim->state = VICTIM_REFUSED;
    job->ended++;
}

/* Each one once, in the order given. */
static void
slots_fill(struct job *job, const struct ref *refs, size_t count)
{
    struct map *seen = map_new();
    char text[REF_TEXT_SIZE];
    size_t i;

    job->slots = xcalloc(count, sizeof(*job->slots));
    for (i = 0; i < count; i++) {
        if (refs[i].kind != refs[0].kind ||
            map_put(seen, ref_text(text, &refs[i]), job))
            continue;
        slot_init(&job->slots[job->count++], job, &refs[i]);
    }
    map_free(seen, NULL);
}

static bool
has_victims(const struct job *job, struct err *err)
{
    if (job->asked > 0)
        return true;
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

/* What can be said without looking at any row. */
static bool
can_propose(const struct jobs *jobs, enum action action, const struct ref *refs,
            size_t count, struct err *err)
{
    const struct act *act;

    if (count == 0)
        return err_set_kind(err, ERR_USAGE, "nothing is chosen");
    act = act_find(action, refs[0].kind, STATE_UNKNOWN);
    if (!act)
        return no_act(action, refs[0].kind, err);
    if (act->is_single && count > 1)
        return err_set_kind(err, ERR_USAGE, "only one %s at a time can be %sd",
                            kind_name(refs[0].kind), act->verb);
    if (count > JOB_VICTIMS)
        return err_set_kind(err, ERR_LIMIT, "%zu %ss at once; the limit is %d",
                            count, kind_name(refs[0].kind), JOB_VICTIMS);
    return is_allowed(jobs, action, err);
}

const struct job *
jobs_propose(struct jobs *jobs, enum action action, const struct ref *refs,
             size_t count, const struct job_args *args, struct err *err)
{
    struct job *job;

    if (!can_propose(jobs, action, refs, count, err))
        return NULL;
    job = xcalloc(1, sizeof(*job));
    list_init(&job->link);
    job->jobs = jobs;
    job->action = action;
    job->hidden = args ? args->hidden : 0;
    if (!act_args_take(&job->args, action, args, err))
        goto out;
    slots_fill(job, refs, count);
    if (!has_victims(job, err))
        goto out;
    job_enter(job);
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

/* ---- while the question is open */

static void
slot_refresh(struct slot *slot)
{
    struct known known;

    if (slot->image)
        return;
    if (known_find(&known, slot->job->jobs, &slot->victim.ref))
        memcpy(slot->victim.name, known.name, sizeof(known.name));
    else
        slot->is_missing = true;
}

bool
jobs_look_again(struct jobs *jobs, unsigned number)
{
    struct job *job = job_of(jobs, number);
    size_t left = 0;

    if (!job || job->state != JOB_ASKING || job->is_cancelled)
        return false;
    for (size_t i = 0; i < job->count; i++) {
        struct slot *slot = &job->slots[i];

        if (slot->victim.state != VICTIM_WAITING)
            continue;
        slot_refresh(slot);
        left += !slot_is_missing(slot);
    }
    if (left > 0)
        return true;
    job->is_pointless = true;
    job_stop(job);
    return false;
}
