/*
 * Of a picture that is kept only what was marked is drawn again: whatever was
 * done and whatever happened, that is the picture that is made from nothing.
 *
 * A random walk of keys and changes; the seed and the steps that led to a
 * difference are in the failure's words.
 */
#include "config.h"

#include "support/logs_pane.h"

#include "support/harbour.h"

#include "base/timestamp.h"
#include "loop/timer.h"
#include "store/write.h"
#include "ui/widgets/view.h"

#include <dirent.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SEEDS 12
#define STEPS 250
#define LAST_STEPS 20
#define NAMES 6

static char folder[] = "/tmp/bayplan-kept-XXXXXX";

static const struct size sizes[] = {{160, 48}, {100, 24}, {80, 24}, {50, 20}};

/* Nothing that leaves, and nothing that asks an engine which is not there. */
static const char *const presses[] = {
    "j",
    "j",
    "j",
    "k",
    "k",
    "G",
    "g",
    "PgDn",
    "C-u",
    "Tab",
    "Tab",
    "S-Tab",
    "1",
    "2",
    "3",
    "4",
    "z",
    "Space",
    "v",
    "*",
    "\\",
    "I",
    "<",
    ">",
    "A",
    "!",
    "-",
    "+",
    "Esc",
    "Esc",
    "Esc",
    "/ w",
    "e",
    "b",
    "Enter",
    "S",
    ",",
    "?",
    "w",
    "t",
    "o",
    "L",
    "f",
    "&",
    "/ l i n e",
    "n",
    "N",
    "Left",
    "Right",
    "Backspace",
    "m",
    "[",
    "]",
    "C-l",
    "x Esc",
    ": s e t Space g r o u p Space p r o j e c t Enter",
    ": s e t Space g r o u p Space n o n e Enter",
    ": s e t Space w r a p Space o f f Enter",
    ": s e t Space s o r t Space c p u Enter",
    ": n o Enter",
};

struct walk {
    struct world world;
    unsigned seed, random;
    const char *steps[LAST_STEPS]; /* the last ones, as a ring */
    size_t step;
    size_t kept; /* pictures that were made of the one before */
};

static unsigned
pick(struct walk *walk, unsigned count)
{
    return (unsigned)rand_r(&walk->random) % count;
}

/* ---- what happens -------------------------------------------------------- */

static struct piece_of_world
piece(struct walk *walk, char name[16])
{
    (void)snprintf(name, 16, "web-%u", pick(walk, NAMES));
    return (struct piece_of_world){
        .value = {.name = name,
                  .image = "shop/web:1.4",
                  .project = pick(walk, 2) ? "shop" : "",
                  .state = pick(walk, 4) ? STATE_RUNNING : STATE_EXITED,
                  .exit_code = (int)pick(walk, 3)},
        .age = 3600 + pick(walk, 9),
        .cpu = pick(walk, 1000) / 10.0,
        .memory = pick(walk, 1000) * MEBI,
        .rx = pick(walk, 100000),
    };
}

static void
happen_put(struct walk *walk)
{
    char name[16];
    const struct piece_of_world of = piece(walk, name);

    (void)world_put(&walk->world, &of);
}

static void
happen_drop(struct walk *walk)
{
    char name[16];
    struct ref ref;

    (void)piece(walk, name);
    ref = world_ref(name);
    if (store_find_container(walk->world.store, &ref))
        world_drop(&walk->world, &ref);
}

static void
happen_sample(struct walk *walk)
{
    const struct container_row *row;
    size_t count = store_container_count(walk->world.store);
    struct sample sample = {.read = WORLD_NOW,
                            .has_cpu = true,
                            .cpu_total = pick(walk, 1000000),
                            .cpu_system = SECOND_NS,
                            .cpu_online = 8,
                            .has_memory = true,
                            .memory = pick(walk, 1000) * MEBI};

    if (count == 0)
        return;
    row = store_container_at(walk->world.store, pick(walk, (unsigned)count));
    sample.read += (int64_t)walk->step * SECOND_NS;
    if (state_is_up(row->value->state))
        store_put_sample(walk->world.store, &row->ref, &sample);
}

static void
happen_line(struct walk *walk)
{
    if (!the_tail)
        return;
    pane_say(pick(walk, 5) ? LOG_STDOUT : LOG_STDERR, (int64_t)walk->step,
             pick(walk, 2) ? "INFO a line\n" : "ERROR a line that is longer\n");
    store_note_log(walk->world.store, &the_tail->ref);
}

static void
happen_link(struct walk *walk)
{
    bool is_down = pick(walk, 2);

    world_set_link(&walk->world, is_down ? LINK_DOWN : LINK_LIVE,
                   is_down ? "connection refused" : "");
}

static void
happen_host(struct walk *walk)
{
    const struct engine_host host = {
        .cpus = 1 + pick(walk, 8), .memory = (1 + pick(walk, 8)) * 1024 * MEBI};

    store_set_host(walk->world.store, 0, &host);
}

static void
happen_images(struct walk *walk)
{
    static const char *const names[] = {"shop/web:1.4", "db:9", "alpine"};
    static const char *const ids[] = {"sha256:0a1b", "sha256:22", "sha256:3"};
    struct image images[COUNT(names)];
    size_t count = 1 + pick(walk, COUNT(names));

    for (size_t i = 0; i < count; i++)
        images[i] = (struct image){.id = ids[i],
                                   .references = &names[i],
                                   .reference_count = 1,
                                   .size = pick(walk, 1000) * MEBI};
    world_put_images(&walk->world, images, count);
}

static void
happen_word(struct walk *walk)
{
    app_say(walk->world.app, pick(walk, 2) ? MESSAGE_INFO : MESSAGE_ERROR,
            "something was done");
}

static void
happen_size(struct walk *walk)
{
    app_resize(walk->world.app, sizes[pick(walk, COUNT(sizes))]);
}

static void
over(void *data)
{
    *(bool *)data = true;
}

/* The cursor rests until details follow it. */
static void
rest(struct loop *loop)
{
    bool is_over = false;
    struct timer *timer = timer_new(loop, "rest", over, &is_over);

    timer_start(timer, DETAIL_REST_MS + 1, 0);
    while (!is_over)
        (void)loop_turn(loop, true);
    timer_free(timer);
}

static void
happen_rest(struct walk *walk)
{
    rest(walk->world.loop);
}

static const struct {
    const char *name;
    unsigned share; /* of all that happens, in thousandths */
    void (*happen)(struct walk *walk);
} happenings[] = {
    {"(sample)", 300, happen_sample}, {"(line)", 300, happen_line},
    {"(put)", 150, happen_put},       {"(drop)", 70, happen_drop},
    {"(link)", 50, happen_link},      {"(word)", 50, happen_word},
    {"(host)", 20, happen_host},      {"(images)", 30, happen_images},
    {"(size)", 20, happen_size},      {"(rest)", 10, happen_rest},
};

static const char *
happen(struct walk *walk)
{
    unsigned number = pick(walk, 1000);
    size_t i = 0;

    for (; number >= happenings[i].share; i++)
        number -= happenings[i].share;
    happenings[i].happen(walk);
    return happenings[i].name;
}

static const char *
press(struct walk *walk)
{
    const char *keys = presses[pick(walk, COUNT(presses))];

    world_press(&walk->world, keys);
    return keys;
}

/* ---- two pictures -------------------------------------------------------- */

static void
fail_walk(const struct walk *walk, const char *part, const char *whole)
{
    (void)fprintf(stderr, "in part:\n%sas a whole:\n%safter", part, whole);
    for (size_t i = LAST_STEPS; i > 0; i--)
        if (walk->step + 1 >= i)
            (void)fprintf(stderr, " %s",
                          walk->steps[(walk->step + 1 - i) % LAST_STEPS]);
    fail_msg("seed %u, step %zu", walk->seed, walk->step);
}

/* Only what is marked; then, with nothing in between, everything. */
static void
compare(struct walk *walk)
{
    struct world *world = &walk->world;
    struct buf part = BUF_INIT(MEBI);
    const char *whole;

    (void)world_picture(world, true);
    walk->kept += world->grid.is_kept;
    (void)buf_add_text(&part, buf_text(&world->picture));
    app_mark(world->app);
    whole = world_picture(world, true);
    assert_false(world->grid.is_kept);
    if (strcmp(buf_text(&part), whole) != 0)
        fail_walk(walk, buf_text(&part), whole);
    buf_release(&part);
}

static void
a_part_drawn_is_as_the_whole(void **state)
{
    size_t kept = 0;

    (void)state;
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        static struct walk walk;
        struct size size = sizes[seed % COUNT(sizes)];

        walk = (struct walk){.seed = seed, .random = seed};
        world_init(&walk.world, size.width, size.height);
        harbour_fill(&walk.world);
        world_turn(&walk.world);
        compare(&walk);
        happen_rest(&walk);
        for (; walk.step < STEPS; walk.step++) {
            walk.steps[walk.step % LAST_STEPS] =
                pick(&walk, 2) ? press(&walk) : happen(&walk);
            world_turn(&walk.world);
            compare(&walk);
        }
        kept += walk.kept;
        world_release(&walk.world);
    }
    /* Or nothing was compared. */
    assert_true(kept > (size_t)SEEDS * STEPS / 4);
}

/* Pictures of which a part is drawn could put off an age for ever. */
static void
a_tick_that_is_due_is_not_put_off(void **state)
{
    struct world world;
    uint64_t due;

    (void)state;
    world_init(&world, 160, 48);
    harbour_fill(&world);
    world_turn(&world);
    (void)world_picture(&world, false);
    due = app_next_tick(world.app);
    assert_true(due > loop_now(world.loop));
    while (loop_now(world.loop) <= due)
        rest(world.loop);
    world_press(&world, "j");
    (void)world_picture(&world, false);
    assert_true(world.grid.is_kept);
    assert_int_equal(app_next_tick(world.app), due);
    app_tick(world.app);
    (void)world_picture(&world, false);
    assert_true(app_next_tick(world.app) > due);
    world_release(&world);
}

/* The cell of a pane that nobody marked is left as it is. */
static void
an_unchanged_pane_is_not_drawn_again(void **state)
{
    static const struct glyph sign = {.bytes = "%", .len = 1, .width = 1};
    struct world world;
    struct point poked = {-1, -1};

    (void)state;
    world_init(&world, 160, 48);
    harbour_fill(&world);
    world_turn(&world);
    (void)world_picture(&world, false);
    for (int y = 0; y < world.grid.size.height && poked.y < 0; y++)
        if (strstr(world_line(&world, y), "2 Images"))
            poked = (struct point){2, y + 1};
    assert_true(poked.y > 0);
    grid_put(&world.grid, poked.x, poked.y, ROLE_PLAIN, &sign);
    world_press(&world, "j");
    (void)world_picture(&world, false);
    assert_string_equal(grid_cell(&world.grid, poked.x, poked.y)->bytes, "%");
    app_mark(world.app);
    (void)world_picture(&world, false);
    assert_string_not_equal(grid_cell(&world.grid, poked.x, poked.y)->bytes,
                            "%");
    world_release(&world);
}

/* What the walk happens to save lies there. */
static int
enter_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return -1;
    return setlocale(LC_ALL, "C.UTF-8") ? 0 : -1;
}

static int
leave_folder(void **state)
{
    DIR *files = opendir(".");
    const struct dirent *file;

    (void)state;
    while (files && (file = readdir(files)))
        (void)unlink(file->d_name);
    if (!files || closedir(files) != 0 || chdir("/") != 0)
        return -1;
    return rmdir(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_part_drawn_is_as_the_whole),
        cmocka_unit_test(a_tick_that_is_due_is_not_put_off),
        cmocka_unit_test(an_unchanged_pane_is_not_drawn_again),
    };

    return cmocka_run_group_tests_name("kept", tests, enter_folder,
                                       leave_folder);
}
