#include "config.h"

#include "base/timestamp.h"
#include "work/fleet.h"
#include "work/jobs_private.h"
#include "work/journal.h"

/* Most bytes of an equivalent command in the journal. */
#define COMMAND_TEXT 4096
#define DONE "done"
#define REMOVAL_UNDER_WAY "removal already in progress"

/* ---- the end of a victim */

void
slot_write(struct slot *slot)
{
    struct job *job = slot->job;
    struct jobs *jobs = job->jobs;
    const struct victim *victim = &slot->victim;
    struct store *store = fleet_store(jobs->fleet);
    struct buf command = BUF_INIT(COMMAND_TEXT),
               result = BUF_INIT(COMMAND_TEXT);
    struct journal_entry entry = {
        .time = timestamp_now(),
        .host = store_engine_name(store, victim->ref.engine),
        .act = slot->act->verb,
        .target = victim->name,
        .id = victim->ref.key,
    };

    if (!jobs->journal)
        return;
    if (victim->note.text[0])
        (void)buf_add_text(&result, victim->note.text);
    else
        (void)buf_add_text(&result, DONE);
    if (slot->image && !victim->note.text[0])
        removal_say(&result, &slot->removal);
    if (job->saving && !victim->note.text[0])
        saving_note(&result, job);
    entry.result = buf_text(&result);
    if (job->saving)
        saving_command(&command, job);
    else
        act_command(&command, slot->act, &job->args,
                    slot->image ? slot->image : victim->name);
    entry.command = buf_text(&command);
    (void)journal_add(jobs->journal, &entry, &job->journal_err);
    buf_release(&command);
    buf_release(&result);
}

static bool
is_already(const struct act *act, const char *result)
{
    return act && act->already && strcmp(act->already, result) == 0;
}

bool
jobs_result_is_good(const char *result)
{
    if (strcmp(result, DONE) == 0 || strncmp(result, DONE ";", 5) == 0 ||
        strcmp(result, REMOVAL_UNDER_WAY) == 0)
        return true;
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
        if (is_already(act_find((enum action)i, REF_CONTAINER, STATE_RUNNING),
                       result) ||
            is_already(act_find((enum action)i, REF_CONTAINER, STATE_PAUSED),
                       result))
            return true;
    return false;
}

void
busy_enter(struct slot *slot)
{
    struct jobs *jobs = slot->job->jobs;
    char text[REF_TEXT_SIZE];

    slot->below = map_put(jobs->busy, ref_text(text, &slot->victim.ref), slot);
    slot->is_busy = true;
}

static void
busy_leave(struct slot *slot)
{
    struct jobs *jobs = slot->job->jobs;
    char text[REF_TEXT_SIZE];
    struct str key = ref_text(text, &slot->victim.ref);
    struct slot *above;

    if (!slot->is_busy)
        return;
    slot->is_busy = false;
    above = map_find(jobs->busy, key);
    if (above != slot)
        above->below = NULL;
    else if (slot->below)
        (void)map_put(jobs->busy, key, slot->below);
    else
        (void)map_take(jobs->busy, key);
    slot->below = NULL;
}

void
slot_end(struct slot *slot, enum victim_state state)
{
    struct job *job = slot->job;

    slot->victim.state = state;
    job->ended++;
    job->is_changed = true;
    busy_leave(slot);
    /* A question answered with no is no act. */
    if (job->is_confirmed)
        slot_write(slot);
}

/* ---- the engine's words */

/* The engine calls a container by its whole id, by which nobody knows it. */
static void
take_words(struct victim *victim, const struct err *err)
{
    const char *key = victim->ref.key, *at = err->text, *hit;
    struct buf words = BUF_INIT(ERR_TEXT_SIZE - 1);

    while (key[0] && (hit = strstr(at, key)) != NULL) {
        (void)buf_add(&words, at, (size_t)(hit - at));
        (void)buf_add_text(&words, victim->name);
        at = hit + strlen(key);
    }
    (void)buf_add_text(&words, at);
    (void)err_copy(&victim->note, err);
    if (!words.is_full)
        (void)err_set_kind(&victim->note, err->kind, "%s", buf_text(&words));
    buf_release(&words);
}

/* ---- looking at it */

static void
looked(void *data, struct container *container, const struct err *err)
{
    struct slot *slot = data;
    struct job *job = slot->job;
    struct victim *victim = &slot->victim;

    slot->look = NULL;
    job->flights--;
    job->jobs->looking--;
    job->looked++;
    job->is_changed = true;
    jobs_wake(job->jobs);
    /* Too late, the job went on without it (looks_end). */
    if (!job->patience || victim->state != VICTIM_WAITING) {
        container_free(container);
        return;
    }
    if (!container) {
        slot->is_missing = err->kind == ERR_MISSING;
        take_words(victim, err);
        return;
    }
    slot->seen = container->state;
    victim->is_inspected = true;
    victim->auto_remove = container->auto_remove;
    if (slot->act->has_grace && victim->grace < 0)
        victim->grace = container->stop_timeout >= 0 ? container->stop_timeout
                                                     : STOP_TIMEOUT_DEFAULT;
    container_free(container);
}

void
slot_look(struct slot *slot)
{
    struct job *job = slot->job;
    struct engine *engine = fleet_engine(job->jobs->fleet, &slot->victim.ref);

    if (!engine) {
        job->looked++;
        return;
    }
    job->flights++;
    job->jobs->looking++;
    slot->look = engine_inspect_container(engine, slot->victim.ref.key,
                                          JOBS_ASK_MS, looked, slot);
}

/* ---- acting on it */

static enum victim_state
slot_outcome(struct slot *slot, const struct err *err)
{
    const struct job *job = slot->job;
    struct err *note = &slot->victim.note;

    note->text[0] = '\0';
    if (!err)
        return VICTIM_DONE;
    if (err->kind == ERR_CANCELLED && job->is_cancelled) {
        (void)err_set_kind(note, ERR_CANCELLED,
                           "given up; the engine may still finish it");
        return VICTIM_CANCELLED;
    }
    if (err->kind == ERR_UNCHANGED ||
        (slot->act->is_removal && err->kind == ERR_MISSING)) {
        (void)err_set_kind(note, err->kind, "%s", slot->act->already);
        return VICTIM_DONE;
    }
    if (slot->act->is_removal && err->kind == ERR_IN_PROGRESS) {
        (void)err_set_kind(note, err->kind, REMOVAL_UNDER_WAY);
        return VICTIM_DONE;
    }
    take_words(&slot->victim, err);
    return VICTIM_FAILED;
}

static void
acted(void *data, const struct err *err)
{
    struct slot *slot = data;
    struct jobs *jobs = slot->job->jobs;

    slot->call = NULL;
    slot->job->flights--;
    jobs->ticking--;
    if (slot->has_place)
        jobs->acting--;
    slot->has_place = false;
    slot_end(slot, slot_outcome(slot, err));
    /* An event says so too, but not when the engine is about to go. */
    if (!slot->image)
        fleet_mark(jobs->fleet, &slot->victim.ref);
    jobs_wake(jobs);
}

static void
image_removed(void *data, const struct image_removal *removal,
              const struct err *err)
{
    struct slot *slot = data;

    if (!err)
        slot->removal = *removal;
    acted(slot, err);
}

static struct call *
act_call(struct slot *slot, struct engine *engine)
{
    const struct act_args *args = &slot->job->args;

    if (slot->image)
        return engine_remove_image(engine, slot->image, args->force,
                                   image_removed, slot);
    return slot->act->call(engine, slot->victim.ref.key, args, acted, slot);
}

void
slot_act(struct slot *slot, bool needs_place)
{
    struct job *job = slot->job;
    struct jobs *jobs = job->jobs;
    struct victim *victim = &slot->victim;
    struct engine *engine = fleet_engine(jobs->fleet, &victim->ref);

    if (!engine) {
        (void)err_set_kind(&victim->note, ERR_UNREACHABLE,
                           "its engine is not watched any more");
        slot_end(slot, VICTIM_FAILED);
        return;
    }
    slot->has_place = needs_place;
    jobs->acting += needs_place;
    jobs->ticking++;
    job->flights++;
    job->state = JOB_RUNNING;
    job->is_changed = true;
    victim->state = VICTIM_RUNNING;
    victim->note.text[0] = '\0';
    victim->began = loop_now(jobs->loop);
    slot->call = act_call(slot, engine);
}
