#include "config.h"

#include "support/world.h"

#include "base/mem.h"
#include "base/timestamp.h"
#include "store/write.h"
#include "ui/views/panes.h"
#include "ui/views/views.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define PICTURE_LIMIT ((size_t)1 << 20)

static int64_t
fixed_clock(void)
{
    return WORLD_NOW;
}

static void
quit(void *data)
{
    ((struct world *)data)->quits++;
}

static void
suspend(void *data)
{
    ((struct world *)data)->suspends++;
}

static void
redraw(void *data)
{
    ((struct world *)data)->redraws++;
}

static void
remember(void *data)
{
    ((struct world *)data)->remembered++;
}

static bool
copy(void *data, struct str text, struct err *err)
{
    struct world *world = data;

    (void)err;
    buf_clear(&world->copied);
    (void)buf_add_str(&world->copied, text);
    return true;
}

static void
job_changed(void *data, const struct job *job)
{
    struct world *world = data;

    if (world->app)
        app_job_changed(world->app, job);
}

void
world_set_link(struct world *world, enum link_state state, const char *why)
{
    struct link link = {
        .state = state,
        .info = {.version = "20.10.24", .api_minor = 41},
    };

    if (why[0])
        (void)err_set_kind(&link.why, ERR_UNREACHABLE, "%s", why);
    if (state == LINK_DOWN) {
        link.stale_since = WORLD_NOW - 9 * SECOND_NS;
        link.next_try = loop_now(world->loop) + 3000;
    }
    store_set_link(world->store, 0, &link);
}

void
world_init(struct world *world, int width, int height)
{
    static const struct jobs_callbacks callbacks = {.changed = job_changed};
    static const struct kind *const kinds[] = {&container_kind, &image_kind};
    const struct engine_host host = {.cpus = 8, .memory = 15974 * MEBI};
    struct app_wiring wiring = {
        .wall_clock = fixed_clock,
        .views = views,
        .view_count = view_count,
        .quit = quit,
        .suspend = suspend,
        .redraw = redraw,
        .copy = copy,
        .commands = &world->commands,
        .choices = &world->choices,
        .theme = &world->theme,
        .remember = remember,
        .data = world,
    };
    struct err err;

    (void)setenv("TZ", "UTC", 1);
    tzset();
    *world = (struct world){
        .picture = BUF_INIT(PICTURE_LIMIT),
        .copied = BUF_INIT(APP_COPY_MAX),
    };
    choices_init(&world->choices, kinds, COUNT(kinds));
    wiring.loop = world->loop = loop_new();
    wiring.fleet = world->fleet = fleet_new(world->loop);
    wiring.options = &world->options;
    wiring.keymap = world->keymap = keymap_new();
    world->store = fleet_store(world->fleet);
    options_init(&world->options);
    theme_init(&world->theme);
    world->options.show = app_show_option;
    grid_init(&world->grid);
    assert_int_equal(store_add_engine(world->store, "local"), 0);
    store_set_host(world->store, 0, &host);
    world_set_link(world, LINK_LIVE, "");
    world->app = app_new(&wiring);
    world->options.data = world->app;
    world->tables[0] = (struct command_table){
        option_commands, option_command_count, &world->options};
    world->tables[1] = (struct command_table){
        theme_commands, theme_command_count, &world->theme};
    world->tables[2] = (struct command_table){filter_commands,
                                              filter_command_count, world->app};
    world->commands = (struct commands){.tables = world->tables,
                                        .count = COUNT(world->tables),
                                        .act = app_act_by_name,
                                        .data = world->app};
    world->jobs = jobs_new(world->loop, world->fleet, NULL, &callbacks, world);
    app_set_jobs(world->app, world->jobs);
    assert_true(app_open_view(world->app, &panes_view, &err));
    app_resize(world->app, (struct size){width, height});
    world_turn(world);
}

static void
closed(void *data)
{
    ((struct world *)data)->is_closed = true;
}

void
world_release(struct world *world)
{
    app_free(world->app);
    world->app = NULL;
    jobs_close(world->jobs, closed, world);
    while (!world->is_closed)
        (void)loop_turn(world->loop, true);
    world->is_closed = false;
    fleet_close(world->fleet, closed, world);
    while (!world->is_closed)
        (void)loop_turn(world->loop, true);
    loop_free(world->loop);
    keymap_free(world->keymap);
    options_release(&world->options);
    grid_release(&world->grid);
    buf_release(&world->picture);
    buf_release(&world->copied);
}

/* ---- containers --------------------------------------------------------- */

/* 64 hex digits that depend on the name alone. */
static void
id_of(char id[CONTAINER_ID_LEN + 1], const char *name)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (size_t i = 0; name[i]; i++)
        hash = (hash ^ (unsigned char)name[i]) * UINT64_C(1099511628211);
    for (int i = 0; i < 4; i++)
        (void)snprintf(id + (ptrdiff_t)i * 16, 17, "%016llx",
                       (unsigned long long)hash);
}

struct ref
world_ref(const char *name)
{
    char id[CONTAINER_ID_LEN + 1];

    id_of(id, name);
    return ref_make(0, REF_CONTAINER, id);
}

/* Two samples a second apart, so that rates and percents come out as asked. */
static void
put_numbers(struct world *world, const struct ref *ref,
            const struct piece_of_world *piece)
{
    struct sample sample = {
        .read = WORLD_NOW - SECOND_NS,
        .has_cpu = true,
        .cpu_total = 1000,
        .cpu_system = 1000,
        .cpu_online = 8,
        .has_memory = true,
        .memory = piece->memory,
        .memory_limit = piece->limit ? piece->limit : 15974 * MEBI,
        .has_network = true,
        .has_block = true,
        .has_pids = true,
        .pids = piece->pids,
    };

    store_put_sample(world->store, ref, &sample);
    sample.read += SECOND_NS;
    sample.cpu_system += 8 * (uint64_t)SECOND_NS;
    sample.cpu_total += (uint64_t)(piece->cpu / 100 * (double)SECOND_NS);
    sample.network_rx += piece->rx;
    sample.network_tx += piece->tx;
    sample.block_read += piece->in;
    sample.block_write += piece->out;
    store_put_sample(world->store, ref, &sample);
    if (piece->stale) {
        const struct container_row *row =
            store_find_container(world->store, ref);

        /* The store's clock is the loop's, which nobody can turn back. */
        ((struct container_row *)(uintptr_t)row)->usage_at -= piece->stale;
    }
}

struct ref
world_put(struct world *world, const struct piece_of_world *piece)
{
    struct container value = piece->value;
    char id[CONTAINER_ID_LEN + 1];
    struct ref ref = world_ref(value.name);
    int64_t since = WORLD_NOW - piece->age * SECOND_NS;
    const char **texts[] = {&value.image,       &value.image_id, &value.command,
                            &value.status,      &value.project,  &value.service,
                            &value.stop_signal, &value.error};

    id_of(id, value.name);
    value.id = id;
    for (size_t i = 0; i < COUNT(texts); i++)
        if (!*texts[i])
            *texts[i] = "";
    value.is_inspected = true;
    value.status_age = -1;
    value.created = value.started = since;
    value.stop_timeout = -1;
    if (state_is_up(value.state))
        value.exit_code = EXIT_UNKNOWN;
    else
        value.finished = since;
    assert_true(store_put_container(world->store, 0, container_new(&value)));
    if (state_is_up(value.state) && piece->cpu >= 0)
        put_numbers(world, &ref, piece);
    return ref;
}

struct ref
world_put_plain(struct world *world, const char *name)
{
    const struct piece_of_world piece = {
        .value = {.name = name, .image = "busybox", .state = STATE_RUNNING},
        .age = 3 * 3600,
        .memory = 3 * MEBI,
        .pids = 1,
    };

    return world_put(world, &piece);
}

void
world_put_images(struct world *world, const struct image *images, size_t count)
{
    struct image **values = xcalloc(count + 1, sizeof(struct image *));

    for (size_t i = 0; i < count; i++)
        values[i] = image_new(&images[i]);
    store_set_images(world->store, 0, values, count);
    free(values);
}

void
world_drop(struct world *world, const struct ref *ref)
{
    store_drop_container(world->store, ref);
}

/* ---- keys and pictures -------------------------------------------------- */

void
world_press(struct world *world, const char *keys)
{
    struct str rest = str_of(keys), name;

    while (keys[0] && str_cut(&rest, ' ', &name)) {
        struct key key;

        if (!key_parse(&key, name))
            fail_msg("no key '%.*s'", STR_ARGS(name));
        app_key(world->app, &key);
        world_turn(world);
    }
}

void
world_paste(struct world *world, const char *text)
{
    struct key key = {.code = KEYCODE_PASTE_BEGIN};

    app_key(world->app, &key);
    for (; *text; text++) {
        key = (struct key){.code = *text == '\n' ? KEYCODE_ENTER
                                                 : (unsigned char)*text,
                           .is_pasted = true};
        app_key(world->app, &key);
    }
    key = (struct key){.code = KEYCODE_PASTE_END};
    app_key(world->app, &key);
    world_turn(world);
}

void
world_turn(struct world *world)
{
    for (int i = 0; i < 4; i++) {
        loop_wake(world->loop);
        (void)loop_turn(world->loop, false);
    }
}

const char *
world_picture(struct world *world, bool roles)
{
    app_render(world->app, &world->grid);
    app_shown(world->app);
    buf_clear(&world->picture);
    grid_print(&world->picture, &world->grid, roles);
    return buf_text(&world->picture);
}

const char *
world_line(struct world *world, int y)
{
    struct str rest, line = {NULL, 0};

    (void)world_picture(world, false);
    rest = buf_str(&world->picture);
    for (int i = 0; i <= y; i++)
        assert_true(str_cut(&rest, '\n', &line));
    /* The lines before it are in the way. */
    world->picture.at[(line.at - world->picture.at) + (ptrdiff_t)line.len] =
        '\0';
    return line.at;
}
