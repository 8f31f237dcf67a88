/*
 * Golden pictures: what a person sees, as text files in tests/screens.
 * UPDATE=1 writes them anew; then read the difference.
 */
#include "config.h"

#include "support/world.h"

#include "base/mem.h"
#include "work/rows.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#define PICTURE_SIZE ((size_t)1 << 20)

#define SHA(hex) "sha256:" hex hex hex hex hex hex hex hex

static const struct piece_of_world fleet[] = {
    {.value = {.name = "web-1",
               .image = "shop/web:1.4",
               .image_id = SHA("0a1b2c3d"),
               .project = "shop",
               .state = STATE_RUNNING,
               .health = HEALTH_HEALTHY,
               .ports = (const struct port[]){{"0.0.0.0", "tcp", 80, 8080},
                                              {"::", "tcp", 80, 8080},
                                              {"", "tcp", 443, 0}},
               .port_count = 3},
     .age = 3 * 3600,
     .cpu = 12.34,
     .memory = 128 * MEBI,
     .limit = 1024 * MEBI,
     .rx = 1234567,
     .tx = 80123,
     .in = 0,
     .out = 4096,
     .pids = 12},
    {.value = {.name = "web-2",
               .image = "shop/web:1.4",
               .image_id = SHA("0a1b2c3d"),
               .project = "shop",
               .state = STATE_RUNNING,
               .health = HEALTH_UNHEALTHY,
               .ports = (const struct port[]){{"0.0.0.0", "tcp", 80, 8081}},
               .port_count = 1},
     .age = 59,
     .cpu = 250.5,
     .memory = 1010 * MEBI,
     .limit = 1024 * MEBI,
     .rx = 98765432109,
     .tx = 1,
     .in = 7777777,
     .out = 1234567890,
     .pids = 1234},
    {.value = {.name = "web-10",
               .image = "shop/web:1.5-rc.1",
               .project = "shop",
               .state = STATE_RUNNING,
               .health = HEALTH_STARTING,
               .ports = (const struct port[]){{"127.0.0.1", "tcp", 80, 8090}},
               .port_count = 1},
     .age = 4,
     .cpu = -1},
    {.value = {.name = "db",
               .image = "postgres:16.2-bookworm",
               .image_id = SHA("11111111"),
               .project = "shop",
               .state = STATE_RUNNING,
               .ports = (const struct port[]){{"", "tcp", 5432, 0}},
               .port_count = 1},
     .age = 40 * 86400,
     .cpu = 3.1,
     .memory = 412 * MEBI,
     .rx = 12000,
     .tx = 34000,
     .in = 1500000,
     .out = 250000,
     .pids = 34},
    {.value = {.name = "cache",
               .image = "redis:7",
               .project = "shop",
               .state = STATE_PAUSED,
               .ports = (const struct port[]){{"", "tcp", 6379, 0}},
               .port_count = 1},
     .age = 9 * 86400,
     .cpu = 0,
     .memory = 9 * MEBI,
     .pids = 5},
    {.value = {.name = "sampled-in-rotation",
               .image = "busybox",
               .state = STATE_RUNNING},
     .age = 2 * 86400,
     .cpu = 0.3,
     .memory = 700 * 1024,
     .pids = 1,
     .stale = 9000},
    {.value = {.name = "crashing",
               .image = "registry.example.com:5000/team/crashing@sha256:"
                        "deadbeefdeadbeefdeadbeefdeadbeef",
               .state = STATE_RESTARTING,
               .exit_code = 1,
               .restart_count = 77},
     .age = 2,
     .cpu = -1},
    {.value = {.name = "worker",
               .image = "shop/worker:1.4",
               .project = "shop",
               .state = STATE_EXITED,
               .exit_code = 137,
               .oom_killed = true},
     .age = 125},
    {.value = {.name = "migrate",
               .image = "shop/web:1.4",
               .image_id = SHA("0a1b2c3d"),
               .project = "shop",
               .state = STATE_EXITED},
     .age = 5 * 3600},
    {.value = {.name = "backup",
               .image = "sha256:0123456789abcdef0123456789abcdef0123456789abcd"
                        "ef0123456789abcdef",
               .state = STATE_EXITED,
               .exit_code = 2},
     .age = 400 * 86400},
    {.value = {.name = "never-started",
               .image = "hello-world",
               .state = STATE_CREATED},
     .age = 3 * 86400},
    {.value = {.name = "cannot-start",
               .image = "hello-world",
               .state = STATE_CREATED,
               .error = "port is already allocated",
               .exit_code = 128},
     .age = 70},
    {.value = {.name = "half-removed",
               .image = "alpine:3",
               .state = STATE_DEAD,
               .exit_code = 0},
     .age = 86400},
    {.value = {.name = "going", .image = "alpine:3", .state = STATE_REMOVING},
     .age = 1},
    {.value = {.name = "shop-frontend-production-europe-west-blue-7",
               .image = "registry.example.com/platform/shop-frontend:2026.11."
                        "21-a1b2c3d",
               .project = "shop-frontend-production",
               .state = STATE_RUNNING,
               .health = HEALTH_HEALTHY,
               .ports =
                   (const struct port[]){{"0.0.0.0", "udp", 9000, 9000},
                                         {"0.0.0.0", "udp", 9001, 9001},
                                         {"0.0.0.0", "udp", 9002, 9002},
                                         {"192.168.178.20", "tcp", 443, 443}},
               .port_count = 4},
     .age = 13 * 86400,
     .cpu = 0.04,
     .memory = 2345 * MEBI,
     .limit = 4096 * MEBI,
     .rx = 999,
     .tx = 1000,
     .pids = 256},
    {.value = {.name = "\xe8\xb2\xa8\xe7\x89\xa9\xe8\x88\xb9\xe3\x82\xb3\xe3"
                       "\x83\xb3\xe3\x83\x86\xe3\x83\x8a",
               .image = "\xe6\xb8\xaf/\xe7\xae\xb1:1",
               .state = STATE_RUNNING},
     .age = 3600,
     .cpu = 0.5,
     .memory = 50 * MEBI,
     .pids = 3},
    {.value = {.name = "evil\x1b[2J\x1b]0;pwned\x07name",
               .image = "x\xe2\x80\xae"
                        "txt.exe\r\n\x9b"
                        "31m",
               .project = "a\tb\xff"
                          "c",
               .state = STATE_RUNNING},
     .age = 60,
     .cpu = 0,
     .memory = 1,
     .pids = 1},
};

#define DAYS(count) (WORLD_NOW - (int64_t)(count)*86400 * 1000000000)
#define NAMES(...)                                                             \
    (const char *const[])                                                      \
    {                                                                          \
        __VA_ARGS__                                                            \
    }

static const struct image images[] = {
    {.id = SHA("0a1b2c3d"),
     .created = DAYS(3),
     .size = 182 * 1000 * 1000,
     .references = NAMES("shop/web:1.4", "shop/web:latest"),
     .reference_count = 2},
    {.id = SHA("11111111"),
     .created = DAYS(40),
     .size = 431 * 1000 * 1000,
     .references = NAMES("postgres:16.2-bookworm"),
     .reference_count = 1},
    {.id = SHA("22222222"),
     .created = DAYS(500),
     .size = 4 * 1000 * 1000,
     .references = NAMES("busybox:latest"),
     .reference_count = 1},
    {.id = SHA("33333333"),
     .created = DAYS(9),
     .size = 1234 * 1000 * 1000,
     .references = NAMES(
         "registry.example.com/platform/shop-frontend:2026.11.21-a1b2c3d"),
     .reference_count = 1},
    {.id = SHA("44444444"),
     .created = DAYS(10),
     .size = 180 * 1000 * 1000,
     .digests = NAMES("shop/web@" SHA("44444444")),
     .digest_count = 1},
    {.id = SHA("55555555"), .created = DAYS(0), .size = 12 * 1000},
};

static void
put_fleet(struct world *world)
{
    for (size_t i = 0; i < COUNT(fleet); i++)
        (void)world_put(world, &fleet[i]);
    world_put_images(world, images, COUNT(images));
    world_turn(world);
}

/* ---- comparing ---------------------------------------------------------- */

static char *
read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = xcalloc(1, PICTURE_SIZE);

    if (file) {
        (void)!fread(text, 1, PICTURE_SIZE - 1, file);
        (void)fclose(file);
    }
    return text;
}

static bool
is_as_painted(struct world *world, const char *name, bool roles)
{
    const char *picture = world_picture(world, roles);
    char path[1024];
    char *expected;
    bool is_equal;

    (void)snprintf(path, sizeof(path), "%s/%s.txt", TEST_SCREENS, name);
    if (getenv("UPDATE")) {
        FILE *file = fopen(path, "w");

        assert_non_null(file);
        (void)fputs(picture, file);
        assert_int_equal(fclose(file), 0);
        return true;
    }
    expected = read_file(path);
    is_equal = strcmp(expected, picture) == 0;
    if (!is_equal)
        print_error("%s is\n%s\nand should be\n%s\n", name, picture, expected);
    free(expected);
    return is_equal;
}

static void
the_table_is_readable_at_every_size(void **state)
{
    static const struct size sizes[] = {{160, 48}, {200, 20}, {120, 30},
                                        {100, 30}, {80, 24},  {60, 20},
                                        {40, 12},  {20, 5},   {19, 5}};
    bool is_right = true;

    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct world world;
        char name[64];

        world_init(&world, sizes[i].width, sizes[i].height);
        put_fleet(&world);
        (void)snprintf(name, sizeof(name), "containers-%dx%d", sizes[i].width,
                       sizes[i].height);
        is_right &= is_as_painted(&world, name, sizes[i].width == 100);
        world_release(&world);
    }
    assert_true(is_right);
}

/* What keys lead to. */
static void
keys_lead_to_these_pictures(void **state)
{
    static const struct {
        const char *name, *keys;
        struct size size;
        bool roles;
    } rows[] = {
        {"filter-prompt", "/ w e b", {100, 16}, true},
        {"filter-kept", "/ s h o p Enter j", {80, 16}, false},
        {"filter-nothing", "/ x y z z y Enter", {80, 12}, false},
        {"filter-narrow", "/ w e b", {40, 8}, false},
        {"running-only", "A", {80, 20}, false},
        {"sorted-by-cpu", "> > >", {80, 20}, false},
        {"question-stop", "j j x", {100, 16}, true},
        {"question-narrow", "G k k k x", {40, 12}, false},
        {"signal-picker", "K", {100, 20}, true},
        {"signal-picker-narrow", "K j j", {20, 6}, false},
        {"question-cut", "/ b l u e Enter x", {20, 6}, false},
        {"question-kill", "K 1", {80, 12}, false},
        {"question-remove", "G d", {80, 12}, false},
        {"refused", "d", {80, 12}, true},
        {"unbound", "F7", {80, 12}, false},
        {"marks", "Space j v j j", {100, 16}, true},
        {"marks-hidden", "* / w e b Enter", {80, 12}, false},
        {"marks-narrow", "Space Space", {40, 12}, false},
        {"marks-question", "v j j j v D f", {80, 12}, false},
        {"filter-unfinished", "/ r e : ^ w (", {80, 8}, true},
        {"faults", "!", {80, 16}, false},
        {"sort-menu", "S j", {80, 24}, true},
        {"remove-menu", "D j", {80, 16}, true},
        {"remove-menu-narrow", "D v", {40, 12}, false},
        {"rename", "n", {80, 12}, false},
        {"chooser", ", j Space j J j + +", {100, 24}, true},
        {"chosen", ", Space J J j j j + + + + Enter", {80, 12}, false},
        {"copy-menu", "j j y", {80, 16}, false},
        {"copied", "Space Space y n", {80, 8}, false},
        {"images", "2", {100, 24}, true},
        {"images-80", "2", {80, 24}, false},
        {"images-narrow", "2", {40, 12}, false},
        {"images-dangling", "2 !", {80, 12}, false},
        {"images-named", "2 A", {80, 12}, false},
        {"images-remove", "2 d", {80, 14}, false},
        {"images-force", "2 * D", {80, 14}, false},
    };
    bool is_right = true;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;

        world_init(&world, rows[i].size.width, rows[i].size.height);
        put_fleet(&world);
        (void)world_picture(&world, false);
        world_press(&world, rows[i].keys);
        is_right &= is_as_painted(&world, rows[i].name, rows[i].roles);
        world_release(&world);
    }
    assert_true(is_right);
}

static void
projects_have_headers_that_fold(void **state)
{
    static const struct {
        const char *name, *keys;
        struct size size;
        bool roles;
    } rows[] = {
        {"groups", "g", {100, 30}, true},
        {"groups-folded", "G g Enter j Enter", {80, 16}, false},
        {"groups-narrow", "g", {40, 12}, false},
        {"groups-marked", "g Space", {80, 24}, true},
        {"groups-question", "/ w e b Enter g x", {80, 12}, false},
    };
    bool is_right = true;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;

        world_init(&world, rows[i].size.width, rows[i].size.height);
        put_fleet(&world);
        world.options.number[OPTION_GROUP] = GROUP_PROJECT;
        (void)world_picture(&world, false);
        world_press(&world, rows[i].keys);
        is_right &= is_as_painted(&world, rows[i].name, rows[i].roles);
        world_release(&world);
    }
    assert_true(is_right);
}

static void
a_link_that_is_down_says_since_when_and_why(void **state)
{
    static const struct size sizes[] = {
        {160, 8}, {100, 8}, {60, 8}, {40, 8}, {20, 5}};
    bool is_right = true;

    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct world world;
        char name[64];

        world_init(&world, sizes[i].width, sizes[i].height);
        put_fleet(&world);
        world_set_link(&world, LINK_DOWN,
                       "connecting to /var/run/docker.sock: Connection "
                       "refused");
        world_turn(&world);
        (void)snprintf(name, sizeof(name), "down-%d", sizes[i].width);
        is_right &= is_as_painted(&world, name, sizes[i].width == 100);
        world_release(&world);
    }
    assert_true(is_right);
}

static void
a_link_that_lacks_something_says_what(void **state)
{
    static const int widths[] = {120, 80, 40};
    bool is_right = true;

    (void)state;
    for (size_t i = 0; i < COUNT(widths); i++) {
        struct world world;
        char name[64];

        world_init(&world, widths[i], 8);
        put_fleet(&world);
        world_set_link(&world, LINK_LIVE,
                       "no events, so listed every 5 s: 403 Forbidden");
        world_turn(&world);
        (void)snprintf(name, sizeof(name), "limited-%d", widths[i]);
        is_right &= is_as_painted(&world, name, false);
        world_release(&world);
    }
    assert_true(is_right);
}

static void
an_empty_list_says_why_it_is_empty(void **state)
{
    static const struct {
        const char *name;
        enum link_state state;
    } rows[] = {
        {"empty-live", LINK_LIVE},
        {"empty-listing", LINK_LISTING},
        {"empty-connecting", LINK_CONNECTING},
        {"empty-down", LINK_DOWN},
    };
    bool is_right = true;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world world;

        world_init(&world, 80, 8);
        world_set_link(&world, rows[i].state,
                       rows[i].state == LINK_DOWN ? "Connection refused" : "");
        world_turn(&world);
        is_right &= is_as_painted(&world, rows[i].name, false);
        world_release(&world);
    }
    assert_true(is_right);
}

static void
a_removal_of_many_must_be_typed(void **state)
{
    struct ref refs[11];
    struct world world;
    struct err err;
    const struct job *job;

    (void)state;
    world_init(&world, 80, 12);
    for (size_t i = 0; i < COUNT(refs); i++) {
        struct piece_of_world piece = fleet[8];
        char name[16];

        (void)snprintf(name, sizeof(name), "old-%zu", i);
        piece.value.name = name;
        refs[i] = world_put(&world, &piece);
    }
    world_turn(&world);
    job =
        jobs_propose(world.jobs, ACTION_REMOVE, refs, COUNT(refs), NULL, &err);
    assert_non_null(job);
    app_ask_job(world.app, job);
    world_press(&world, "1 1");
    assert_true(is_as_painted(&world, "question-typed", false));
    world_release(&world);
}

static void
without_utf8_everything_is_ascii(void **state)
{
    struct world world;
    const char *picture;

    (void)state;
    assert_non_null(setlocale(LC_ALL, "C"));
    world_init(&world, 100, 24);
    put_fleet(&world);
    for (picture = world_picture(&world, false); *picture; picture++)
        assert_true((unsigned char)*picture < 0x7f);
    assert_true(is_as_painted(&world, "containers-ascii", false));
    world_release(&world);
    assert_non_null(setlocale(LC_ALL, ""));
}

static int
set_up(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "") ? 0 : -1;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_readable_at_every_size),
        cmocka_unit_test(keys_lead_to_these_pictures),
        cmocka_unit_test(projects_have_headers_that_fold),
        cmocka_unit_test(a_link_that_is_down_says_since_when_and_why),
        cmocka_unit_test(a_link_that_lacks_something_says_what),
        cmocka_unit_test(an_empty_list_says_why_it_is_empty),
        cmocka_unit_test(a_removal_of_many_must_be_typed),
        cmocka_unit_test(without_utf8_everything_is_ascii),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}
