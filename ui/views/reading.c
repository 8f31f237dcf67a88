#include "config.h"

#include "ui/views/reading.h"

#include "base/mem.h"
#include "loop/timer.h"

#include <stdio.h>
#include <stdlib.h>

/* A call outlives the view that made it until its end was told. */
struct reading_call {
    struct call *call;
    struct reading *reading; /* NULL: nobody waits for it any more */
};

static void ask(void *data);

void
reading_init(struct reading *reading, struct app *app,
             void (*came)(void *data, struct str text), void *data)
{
    *reading = (struct reading){.app = app, .came = came, .data = data};
    reading->rest = timer_new(app_loop(app), "detail", ask, reading);
}

static void
give_up(struct reading *reading)
{
    timer_stop(reading->rest);
    if (reading->call) {
        reading->call->reading = NULL;
        call_cancel(reading->call->call);
    }
    reading->call = NULL;
    reading->is_stale = false;
}

void
reading_release(struct reading *reading)
{
    give_up(reading);
    timer_free(reading->rest);
}

/* ---- what it is aimed at ------------------------------------------------ */

/* What the engine is asked for: an id, which names nothing else ever after.
 * NULL when it is gone. */
static const char *
find(struct reading *reading)
{
    const struct store *store = app_store(reading->app);
    const struct container_row *container =
        store_find_container(store, &reading->ref);
    const struct image_row *image = store_find_image(store, &reading->ref);
    const char *name = NULL, *id = NULL;

    if (container) {
        name = container->value->name;
        id = container->value->id;
    } else if (image) {
        name = image->reference[0] ? image->reference : image->value->id;
        id = image->value->id;
    }
    if (name)
        (void)snprintf(reading->name, sizeof(reading->name), "%s", name);
    return id;
}

bool
reading_aim(struct reading *reading, const struct ref *ref)
{
    bool has_one = ref->kind == REF_CONTAINER || ref->kind == REF_IMAGE;

    if (ref_equal(&reading->ref, ref))
        return false;
    give_up(reading);
    reading->ref = *ref;
    reading->name[0] = '\0';
    reading->state = has_one ? READING_WAITING : READING_NOTHING;
    if (has_one && find(reading))
        timer_start(reading->rest, DETAIL_REST_MS, 0);
    else if (has_one)
        reading->state = READING_GONE;
    return true;
}

/* ---- asking ------------------------------------------------------------- */

static void
answered(void *data, struct str text, const struct err *err)
{
    struct reading_call *call = data;
    struct reading *reading = call->reading;

    free(call);
    if (!reading)
        return;
    reading->call = NULL;
    if (!err) {
        reading->state = READING_THERE;
    } else if (err->kind == ERR_MISSING) {
        reading->state = READING_GONE;
    } else {
        reading->state = READING_FAILED;
        reading->err = *err;
    }
    if (reading->is_stale)
        timer_start(reading->rest, 0, 0);
    reading->came(reading->data, err ? str_of("") : text);
}

static void
fail(struct reading *reading, const char *why)
{
    reading->state = READING_FAILED;
    (void)err_set(&reading->err, "%s", why);
    reading->came(reading->data, str_of(""));
}

static void
ask(void *data)
{
    struct reading *reading = data;
    struct engine *engine =
        fleet_engine(app_fleet(reading->app), &reading->ref);
    const char *id = find(reading);
    struct reading_call *call;

    if (reading->call) {
        reading->is_stale = true;
        return;
    }
    reading->is_stale = false;
    if (!id) {
        reading->state = READING_GONE;
        reading->came(reading->data, str_of(""));
        return;
    }
    if (!engine) {
        fail(reading, "its engine is not connected");
        return;
    }
    call = xcalloc(1, sizeof(*call));
    call->reading = reading;
    reading->call = call;
    if (reading->ref.kind == REF_CONTAINER)
        call->call = engine_read_container(engine, id, answered, call);
    else
        call->call = engine_read_image(engine, id, answered, call);
}

void
reading_again(struct reading *reading)
{
    if (reading->state != READING_NOTHING && reading->state != READING_GONE)
        timer_start(reading->rest, 0, 0);
}

/* The engine is back: what failed may work now. */
static bool
may_work_now(const struct reading *reading, const struct change *change)
{
    return (change->what & CHANGE_LINK) &&
           change->ref.engine == reading->ref.engine &&
           reading->state == READING_FAILED &&
           store_link(app_store(reading->app), change->ref.engine)->state ==
               LINK_LIVE;
}

bool
reading_changed(struct reading *reading, const struct change *changes,
                size_t count)
{
    bool is_meant = false;

    for (size_t i = 0; i < count; i++) {
        const struct change *change = &changes[i];
        bool is_it = ref_equal(&change->ref, &reading->ref);

        is_meant = is_meant || is_it;
        if (is_it && (change->what & CHANGE_GONE))
            reading->state = READING_GONE;
        else if (is_it && (change->what & CHANGE_ADDED))
            reading->state = READING_WAITING;
        if ((is_it && (change->what & (CHANGE_ADDED | CHANGE_VALUE)) &&
             !timer_is_running(reading->rest)) ||
            may_work_now(reading, change))
            reading_again(reading);
    }
    return is_meant;
}

void
reading_say(const struct reading *reading, struct buf *out)
{
    switch (reading->state) {
    case READING_NOTHING:
        (void)buf_add_text(out, "nothing is under the cursor");
        break;
    case READING_WAITING:
        (void)buf_add_text(out, "asking the engine");
        break;
    case READING_GONE:
        (void)buf_add_text(out, "it does not exist any more");
        break;
    case READING_FAILED:
        (void)buf_add_text(out, reading->err.text);
        break;
    case READING_THERE:
        break;
    }
}
