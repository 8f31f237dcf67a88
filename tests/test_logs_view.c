/*
 * The logs pane over logbooks of the test's own: fleet_tail() is wrapped, and
 * a tail is what the test says.
 */
#include "config.h"

#include "support/detail.h"

#include "base/mem.h"
#include "base/ring.h"
#include "base/timestamp.h"
#include "store/mark.h"
#include "store/tail.h"
#include "ui/views/views.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

struct tail {
    struct logbooks *books;
    struct logbook *book;
    struct ref ref;
    enum tail_state state;
    struct err err;
    int older_asked;
    enum tail_older older;
    uint64_t held;
    bool is_paused;
};

/* The tails there are, and how many there ever were. */
static struct tail *the_tail;
static int opened, closed;

struct tail *__wrap_fleet_tail(struct fleet *fleet, const struct ref *ref);

struct tail *
__wrap_fleet_tail(struct fleet *fleet, const struct ref *ref)
{
    struct tail *tail = xcalloc(1, sizeof(*tail));

    (void)fleet;
    assert_int_equal(ref->kind, REF_CONTAINER);
    tail->books = logbooks_new(LOGBOOKS_LIMIT);
    logbooks_set_judge(tail->books, mark_line);
    tail->book = logbook_new(tail->books);
    tail->ref = *ref;
    tail->state = TAIL_FOLLOWING;
    the_tail = tail;
    opened++;
    return tail;
}

void
tail_close(struct tail *tail)
{
    if (!tail)
        return;
    logbook_free(tail->book);
    logbooks_free(tail->books);
    free(tail);
    the_tail = NULL;
    closed++;
}

struct tail *
tail_open(struct loop *loop, struct store *store, struct engine *engine,
          struct logbooks *books, const struct ref *ref)
{
    (void)loop;
    (void)store;
    (void)engine;
    (void)books;
    (void)ref;
    fail_msg("the view asks the fleet");
    return NULL;
}

const struct logbook *
tail_log(const struct tail *tail)
{
    return tail->book;
}

const struct ref *
tail_ref(const struct tail *tail)
{
    return &tail->ref;
}

void
tail_read_older(struct tail *tail)
{
    tail->older_asked++;
}

enum tail_older
tail_older(const struct tail *tail)
{
    return tail->older;
}

void
tail_hold(struct tail *tail, uint64_t line)
{
    tail->held = line;
}

bool
tail_is_paused(const struct tail *tail)
{
    return tail->is_paused;
}

enum tail_state
tail_state(const struct tail *tail)
{
    return tail->state;
}

const struct err *
tail_error(const struct tail *tail)
{
    return &tail->err;
}

/* ---- a pane that shows a log -------------------------------------------- */

struct pane {
    struct world world;
    struct detail detail;
    struct ref ref;
};

static void
wait_for_rest(struct pane *pane)
{
    int before = opened;

    while (opened == before)
        (void)loop_turn(pane->world.loop, true);
}

static void
pane_init(struct pane *pane)
{
    world_init(&pane->world, 80, 24);
    pane->ref = world_put_plain(&pane->world, "web-1");
    world_turn(&pane->world);
    detail_init(&pane->detail, &pane->world, &logs_view);
    detail_aim(&pane->detail, &pane->ref);
    wait_for_rest(pane);
}

static void
pane_release(struct pane *pane)
{
    detail_release(&pane->detail);
    world_release(&pane->world);
}

static void
say(enum log_stream stream, int64_t milliseconds, const char *text)
{
    logbook_add(the_tail->book, stream,
                WORLD_NOW + milliseconds * (SECOND_NS / 1000), str_of(text));
}

/* Lines "line FROM" to "line TO". */
static void
say_lines(int from, int to)
{
    for (; from <= to; from++) {
        char text[64];

        (void)snprintf(text, sizeof(text), "line %d\n", from);
        say(LOG_STDOUT, from, text);
    }
}

static void
act(struct pane *pane, enum action action)
{
    assert_int_equal(logs_view.act(pane->detail.view, action), HANDLED);
}

static const char *
picture(struct pane *pane, int width, int height)
{
    return detail_picture(&pane->detail, (struct size){width, height}, false);
}

static void
put_story(void)
{
    say(LOG_STDOUT, -86400 * 1000, "yesterday: starting\n");
    say(LOG_STDOUT, -9000, "\x1b[32mINFO\x1b[0m listening on :8080\n");
    say(LOG_STDERR, -8000, "warning: no config\n");
    say(LOG_STDOUT, -7000, "\tGET /health 200\x1b[K\x1b]0;evil\x07 1.2ms\n");
    say(LOG_STDOUT, -6500,
        "a long line that goes on and on, GET /cart?items=1,2,3,4,5,6,7,8,9 "
        "500 18ms, and some more of it behind the edge\n");
    logbook_add_seam(the_tail->book, "restarted");
    say(LOG_STDOUT, -500, "10%\r50%\r100%");
    say(LOG_STDERR, -100,
        "\x1b[1;38;5;208m\xe8\xb2\xa8\xe7\x89\xa9"
        "\x1b[0m \x1b[2J cleared?\n");
}

static void
a_log_is_readable_at_every_size(void **state)
{
    static const struct {
        const char *name;
        struct size size;
        enum action acts[4];
        bool roles;
    } rows[] = {
        {"logs-80x12", {80, 12}, {ACTION_NONE}, true},
        {"logs-40x12", {40, 12}, {ACTION_NONE}, false},
        {"logs-20x4", {20, 4}, {ACTION_NONE}, false},
        {"logs-cut", {40, 10}, {ACTION_WRAP}, false},
        {"logs-scrolled", {40, 10}, {ACTION_WRAP, ACTION_SCROLL_RIGHT}, false},
        {"logs-local", {60, 12}, {ACTION_TIMESTAMPS}, false},
        {"logs-utc", {60, 12}, {ACTION_TIMESTAMPS, ACTION_TIMESTAMPS}, false},
        {"logs-relative",
         {60, 12},
         {ACTION_TIMESTAMPS, ACTION_TIMESTAMPS, ACTION_TIMESTAMPS},
         false},
        {"logs-since",
         {60, 12},
         {ACTION_TIMESTAMPS, ACTION_TIMESTAMPS, ACTION_TIMESTAMPS,
          ACTION_TIMESTAMPS},
         false},
        {"logs-stdout", {60, 12}, {ACTION_STREAMS}, false},
        {"logs-stderr", {60, 12}, {ACTION_STREAMS, ACTION_STREAMS}, false},
    };
    bool is_right = true;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct pane pane;

        pane_init(&pane);
        put_story();
        (void)picture(&pane, rows[i].size.width, rows[i].size.height);
        for (int j = 0; j < 4 && rows[i].acts[j] != ACTION_NONE; j++)
            act(&pane, rows[i].acts[j]);
        is_right &= detail_is_as_painted(&pane.detail, rows[i].name,
                                         rows[i].size, rows[i].roles);
        pane_release(&pane);
    }
    assert_true(is_right);
}

/* A key and `set` are the same, and no log has modes of its own. */
static void
modes_of_a_log_are_options(void **state)
{
    static const struct {
        enum action action; /* ACTION_NONE: set it by name */
        const char *name, *value;
        enum option option;
        long number; /* after it */
        const char *picture;
    } rows[] = {
        {ACTION_NONE, "wrap", "off", OPTION_WRAP, 0,
         "[Logs web-1] [following]\n line 1\n!and a long>\n"},
        {ACTION_WRAP, NULL, NULL, OPTION_WRAP, 1,
         "[Logs web-1] [following]\n!and a long\n!one\n"},
        {ACTION_NONE, "streams", "stdout", OPTION_STREAMS, STREAMS_STDOUT,
         "[Logs web-1] [stdout, following]\n line 1\n\n"},
        {ACTION_STREAMS, NULL, NULL, OPTION_STREAMS, STREAMS_STDERR,
         "[Logs web-1] [stderr, following]\n!and a long\n!one\n"},
        {ACTION_STREAMS, NULL, NULL, OPTION_STREAMS, STREAMS_BOTH,
         "[Logs web-1] [following]\n!and a long\n!one\n"},
    };
    struct pane pane;

    (void)state;
    pane_init(&pane);
    say_lines(1, 1);
    say(LOG_STDERR, 2, "and a long one\n");
    (void)picture(&pane, 12, 2);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct options *options = app_options(pane.world.app);

        if (rows[i].action != ACTION_NONE)
            act(&pane, rows[i].action);
        else
            assert_true(options_set(options, str_of(rows[i].name),
                                    str_of(rows[i].value), NULL));
        assert_int_equal(options->number[rows[i].option], rows[i].number);
        assert_string_equal(picture(&pane, 12, 2), rows[i].picture);
    }
    act(&pane, ACTION_TIMESTAMPS);
    assert_int_equal(app_options(pane.world.app)->number[OPTION_TIMESTAMPS],
                     TIMES_LOCAL);
    pane_release(&pane);
}

static void
the_end_is_followed(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    say_lines(1, 10);
    assert_string_equal(picture(&pane, 20, 2),
                        "[Logs web-1] [following]\n line 9\n line 10\n");
    say_lines(11, 11);
    assert_string_equal(picture(&pane, 20, 2),
                        "[Logs web-1] [following]\n line 10\n line 11\n");
    pane_release(&pane);
}

static void
what_was_scrolled_to_stays_when_lines_come(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    say_lines(1, 100);
    (void)picture(&pane, 20, 2);
    act(&pane, ACTION_UP);
    assert_string_equal(picture(&pane, 20, 2),
                        "[Logs web-1] [1 line below]\n line 98\n line 99\n");
    say_lines(101, 300);
    assert_string_equal(picture(&pane, 20, 2),
                        "[Logs web-1] [201 lines below]\n line 98\n line 99\n");
    act(&pane, ACTION_TOP);
    assert_string_equal(picture(&pane, 20, 2),
                        "[Logs web-1] [298 lines below]\n line 1\n line 2\n");
    act(&pane, ACTION_BOTTOM);
    say_lines(301, 301);
    assert_string_equal(picture(&pane, 20, 2),
                        "[Logs web-1] [following]\n line 300\n line 301\n");
    pane_release(&pane);
}

static void
who_reaches_the_end_follows_it(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    say_lines(1, 10);
    (void)picture(&pane, 20, 4);
    act(&pane, ACTION_PAGE_UP);
    (void)picture(&pane, 20, 4);
    act(&pane, ACTION_PAGE_DOWN);
    say_lines(11, 11);
    assert_non_null(strstr(picture(&pane, 20, 4), "line 11"));
    act(&pane, ACTION_FOLLOW);
    say_lines(12, 12);
    assert_null(strstr(picture(&pane, 20, 4), "line 12"));
    assert_non_null(strstr(picture(&pane, 20, 4), "[1 line below]"));
    pane_release(&pane);
}

static void
lines_that_have_gone_leave_the_rest_in_sight(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    say_lines(1, 10);
    (void)picture(&pane, 20, 3);
    act(&pane, ACTION_TOP);
    (void)picture(&pane, 20, 3);
    logbook_clear(the_tail->book);
    say_lines(11, 13);
    assert_non_null(strstr(picture(&pane, 20, 3), "line 11\n line 12"));
    pane_release(&pane);
}

static void
no_stream_is_opened_before_the_cursor_rests(void **state)
{
    struct pane pane;
    int before;

    (void)state;
    pane_init(&pane);
    before = opened;
    for (int i = 0; i < 50; i++) {
        char name[16];
        struct ref ref;

        (void)snprintf(name, sizeof(name), "c-%d", i);
        ref = world_put_plain(&pane.world, name);
        detail_aim(&pane.detail, &ref);
        assert_int_equal(opened, before);
        assert_non_null(strstr(picture(&pane, 20, 3), "[Logs web-1]"));
    }
    wait_for_rest(&pane);
    assert_int_equal(opened, before + 1);
    assert_non_null(strstr(picture(&pane, 20, 3), "[Logs c-49]"));
    pane_release(&pane);
    assert_int_equal(opened, closed);
}

static void
back_at_the_same_container_nothing_is_opened_anew(void **state)
{
    struct pane pane;
    struct ref other;
    int before;

    (void)state;
    pane_init(&pane);
    before = opened;
    other = world_put_plain(&pane.world, "other");
    detail_aim(&pane.detail, &other);
    detail_aim(&pane.detail, &pane.ref);
    say_lines(1, 1);
    (void)loop_turn(pane.world.loop, false);
    assert_int_equal(opened, before);
    assert_non_null(strstr(picture(&pane, 20, 3), "line 1"));
    pane_release(&pane);
}

static void
how_the_log_stands_is_said(void **state)
{
    static const struct {
        enum tail_state state;
        const char *note, *words;
    } rows[] = {
        {TAIL_OPENING, "[opening]", "reading the log"},
        {TAIL_FOLLOWING, "[following]", "nothing has been logged"},
        {TAIL_ENDED, "[ended]", "nothing has been logged"},
        {TAIL_BROKEN, "[connection lost]", "it is tried again"},
        {TAIL_FAILED, "does not support reading", "does not support reading"},
    };
    const struct ref nothing = ref_make(0, REF_NONE, "");
    struct pane pane;

    (void)state;
    pane_init(&pane);
    (void)err_set(&the_tail->err, "the driver does not support reading");
    for (size_t i = 0; i < COUNT(rows); i++) {
        the_tail->state = rows[i].state;
        assert_non_null(strstr(picture(&pane, 60, 3), rows[i].note));
        assert_non_null(
            strstr(strchr(picture(&pane, 60, 3), '\n'), rows[i].words));
    }
    detail_aim(&pane.detail, &nothing);
    assert_string_equal(picture(&pane, 40, 1),
                        "[Logs] []\nno container is chosen\n");
    pane_release(&pane);
}

static void
older_lines_are_asked_for_at_the_top(void **state)
{
    const struct said *said;
    struct pane pane;

    (void)state;
    pane_init(&pane);
    say_lines(1, 30);
    (void)picture(&pane, 40, 4);
    act(&pane, ACTION_UP);
    assert_int_equal(the_tail->older_asked, 0);
    act(&pane, ACTION_TOP);
    assert_int_equal(the_tail->older_asked, 1);
    act(&pane, ACTION_DOWN);
    assert_int_equal(the_tail->older_asked, 1);
    act(&pane, ACTION_PAGE_UP);
    assert_int_equal(the_tail->older_asked, 2);
    the_tail->older = OLDER_READING;
    assert_non_null(strstr(picture(&pane, 60, 4), "reading older lines"));
    the_tail->older = OLDER_FULL;
    act(&pane, ACTION_UP);
    said = ring_last(app_said(pane.world.app));
    assert_non_null(strstr(said->text, "log-memory"));
    pane_release(&pane);
}

static void
who_reads_back_holds_what_he_reads(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    say_lines(1, 30);
    (void)picture(&pane, 40, 4);
    assert_int_equal(the_tail->held, 0);
    act(&pane, ACTION_PAGE_UP);
    (void)picture(&pane, 40, 4);
    assert_int_equal(the_tail->held, 24);
    the_tail->is_paused = true;
    assert_non_null(strstr(picture(&pane, 60, 4), "paused: no memory"));
    act(&pane, ACTION_BOTTOM);
    (void)picture(&pane, 40, 4);
    assert_int_equal(the_tail->held, 0);
    pane_release(&pane);
}

static void
log_of_a_container_made_again_goes_on(void **state)
{
    struct pane pane;
    struct ref again;
    int before;

    (void)state;
    pane_init(&pane);
    before = opened;
    say_lines(1, 3);
    again = world_put_plain(&pane.world, "web-2");
    the_tail->ref = again;
    detail_aim(&pane.detail, &again);
    assert_int_equal(opened, before);
    assert_non_null(strstr(picture(&pane, 40, 4), "Logs web-2"));
    assert_non_null(strstr(picture(&pane, 40, 4), "line 3"));
    pane_release(&pane);
}

/* ---- searching ---------------------------------------------------------- */

static void
a_search_goes_back_from_what_is_seen(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    say_lines(1, 40);
    (void)picture(&pane, 40, 3);
    act(&pane, ACTION_SEARCH);
    world_press(&pane.world, "e Space [ 1 2 ] 5");
    assert_non_null(strstr(picture(&pane, 40, 3), "[hit 2 of 2, "));
    assert_non_null(strstr(picture(&pane, 40, 3), "line 25"));
    world_press(&pane.world, "Enter");
    act(&pane, ACTION_MATCH_OLDER);
    assert_non_null(strstr(picture(&pane, 40, 3), "[hit 1 of 2, 24"));
    assert_true(detail_is_as_painted(&pane.detail, "logs-hit",
                                     (struct size){40, 3}, true));
    act(&pane, ACTION_MATCH_OLDER); /* there is none; it stays */
    assert_non_null(strstr(picture(&pane, 40, 3), "[hit 1 of 2"));
    act(&pane, ACTION_MATCH_NEWER);
    say(LOG_STDOUT, 0, "line 15 again\n");
    assert_non_null(strstr(picture(&pane, 40, 3), "[hit 2 of 3"));
    act(&pane, ACTION_CANCEL);
    assert_null(strstr(picture(&pane, 40, 3), "hit"));
    pane_release(&pane);
}

static void
a_wrong_pattern_keeps_the_last_good_one(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    say_lines(1, 12);
    (void)picture(&pane, 40, 3);
    act(&pane, ACTION_SEARCH);
    world_press(&pane.world, "1 1 (");
    assert_non_null(strstr(picture(&pane, 40, 3), "[hit 1 of 1"));
    assert_non_null(strstr(world_picture(&pane.world, false), "parenthesis"));
    world_press(&pane.world, "Esc");
    assert_string_equal(picture(&pane, 40, 2),
                        "[Logs web-1] [following]\n line 11\n line 12\n");
    pane_release(&pane);
}

static void
matches_are_found_through_colours_and_only_in_what_is_shown(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    say(LOG_STDOUT, 0, "\x1b[31mer\x1b[32mror\x1b[0m one\n");
    say(LOG_STDERR, 0, "error two\n");
    say(LOG_STDOUT, 0, "ERROR three\n");
    (void)picture(&pane, 40, 4);
    act(&pane, ACTION_SEARCH);
    world_press(&pane.world, "e r r o r Enter");
    assert_true(detail_is_as_painted(&pane.detail, "logs-matches",
                                     (struct size){40, 4}, true));
    act(&pane, ACTION_STREAMS);
    assert_non_null(strstr(picture(&pane, 40, 4), "2"));
    assert_null(strstr(picture(&pane, 40, 4), "two"));
    pane_release(&pane);
}

/* ---- only some lines ---------------------------------------------------- */

static void
put_levels(void)
{
    say(LOG_STDOUT, -9000, "INFO listening on :8080\n");
    say(LOG_STDOUT, -8900, "DEBUG config read\n");
    say(LOG_STDERR, -8000, "WARN no cache\n");
    say(LOG_STDOUT, -7000, "ERROR cart 7 is broken\n");
    say(LOG_STDOUT, -7000, "java.lang.IllegalStateException: no total\n");
    say(LOG_STDOUT, -7000, "\tat Cart.total(Cart.java:31)\n");
    say(LOG_STDERR, -6900, "plain words\n");
    say(LOG_STDOUT, -7000, "Caused by: java.io.IOException: cache\n");
    say(LOG_STDOUT, -7000, "\t... 2 more\n");
    logbook_add_seam(the_tail->book, "restarted");
    say(LOG_STDOUT, -500, "INFO GET /health 200\n");
    say(LOG_STDOUT, -400, "INFO GET /cart/7 200 \x1b[32mok\x1b[0m\n");
    say(LOG_STDOUT, -100, "FATAL no memory\n");
}

/* Keys of the log, "&" and "/" with what is typed behind them. */
static void
press(struct pane *pane, const char *keys)
{
    static const struct {
        char key;
        enum action action;
    } rows[] = {
        {'&', ACTION_ONLY_MATCHING}, {'/', ACTION_SEARCH},
        {'L', ACTION_LEVEL},         {'-', ACTION_FOLD},
        {'+', ACTION_UNFOLD_ALL},    {'n', ACTION_MATCH_OLDER},
        {'c', ACTION_CANCEL},
    };

    for (; *keys; keys++) {
        for (size_t i = 0; i < COUNT(rows); i++)
            if (rows[i].key == *keys)
                act(pane, rows[i].action);
        if (*keys != '&' && *keys != '/')
            continue;
        for (keys++; *keys != '.'; keys++) {
            char name[8];

            (void)snprintf(name, sizeof(name), *keys == ' ' ? "Space" : "%c",
                           *keys);
            world_press(&pane->world, name);
        }
        world_press(&pane->world, "Enter");
    }
}

static void
only_some_lines_are_shown(void **state)
{
    static const struct {
        const char *name, *keys;
        long context;
    } rows[] = {
        {"logs-levels", "", 0},
        {"logs-search", "/cart.", 0},
        {"logs-no-hit", "/nothing.", 0},
        {"logs-only", "&cart.", 0},
        {"logs-only-two", "&cart.&!broken.", 0},
        {"logs-only-none", "&nothing.", 0},
        {"logs-only-search", "&cart./7.", 0},
        {"logs-context", "&health.", 2},
        {"logs-least", "LLL", 0},
        {"logs-folded", "-", 0},
    };
    static const struct size sizes[] = {
        {20, 5}, {40, 10}, {80, 16}, {120, 30}, {200, 50}};
    bool is_right = true;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (size_t j = 0; j < COUNT(sizes); j++) {
            char name[64];
            struct pane pane;

            (void)snprintf(name, sizeof(name), "%s-%dx%d", rows[i].name,
                           sizes[j].width, sizes[j].height);
            pane_init(&pane);
            put_levels();
            options_put(&pane.world.options, OPTION_LOG_CONTEXT,
                        rows[i].context);
            (void)picture(&pane, sizes[j].width, sizes[j].height);
            press(&pane, rows[i].keys);
            is_right &= detail_is_as_painted(&pane.detail, name, sizes[j],
                                             sizes[j].width == 80);
            pane_release(&pane);
        }
    }
    assert_true(is_right);
}

static void
esc_clears_the_search_then_the_patterns(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    put_levels();
    (void)picture(&pane, 80, 20);
    press(&pane, "&cart.&7./no total.");
    assert_non_null(strstr(picture(&pane, 80, 20), "&cart &7, hit 1 of 1"));
    press(&pane, "c");
    assert_non_null(strstr(picture(&pane, 80, 20), "&cart &7, 2 errors"));
    press(&pane, "c");
    assert_null(strstr(picture(&pane, 80, 20), "&cart"));
    assert_non_null(logs_view.refuse(pane.detail.view, ACTION_CANCEL));
    pane_release(&pane);
}

static void
only_matching_works_while_it_is_typed(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    put_levels();
    (void)picture(&pane, 60, 20);
    act(&pane, ACTION_ONLY_MATCHING);
    world_press(&pane.world, "h e a l");
    assert_null(strstr(picture(&pane, 60, 20), "FATAL"));
    assert_non_null(strstr(world_picture(&pane.world, false), "1 line"));
    world_press(&pane.world, "(");
    assert_non_null(strstr(picture(&pane, 60, 20), "health"));
    assert_non_null(strstr(world_picture(&pane.world, false), "parenthesis"));
    say(LOG_STDOUT, 0, "INFO heal me\n");
    assert_non_null(strstr(picture(&pane, 60, 20), "heal me"));
    world_press(&pane.world, "Esc");
    assert_non_null(strstr(picture(&pane, 60, 20), "FATAL"));
    press(&pane, "&health.");
    assert_null(strstr(picture(&pane, 60, 20), "FATAL"));
    press(&pane, "&.");
    assert_non_null(strstr(picture(&pane, 60, 20), "FATAL"));
    pane_release(&pane);
}

static void
each_press_of_the_key_shows_less_levels_then_all(void **state)
{
    static const char *const gone[] = {"",     "",        "DEBUG", "listening",
                                       "WARN", "ERROR c", ""};
    struct pane pane;

    (void)state;
    pane_init(&pane);
    put_levels();
    for (size_t i = 1; i < COUNT(gone); i++) {
        (void)picture(&pane, 80, 20);
        act(&pane, ACTION_LEVEL);
        if (*gone[i])
            assert_null(strstr(picture(&pane, 80, 20), gone[i]));
        assert_int_equal(pane.world.options.number[OPTION_LOG_LEVEL],
                         i % (COUNT(gone) - 1));
    }
    assert_non_null(strstr(picture(&pane, 80, 20), "DEBUG"));
    pane_release(&pane);
}

/* The search is a worker's; keys work meanwhile, and the end is found. */
static void
many_lines_are_searched_while_keys_work(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    say_lines(1, 60000);
    (void)picture(&pane, 60, 4);
    press(&pane, "/line 7$.");
    assert_non_null(strstr(picture(&pane, 60, 4), "[searching, following"));
    act(&pane, ACTION_TOP);
    assert_non_null(strstr(picture(&pane, 60, 4), " line 1\n"));
    while (!strstr(picture(&pane, 60, 4), "[hit 1 of 1, "))
        (void)loop_turn(pane.world.loop, true);
    assert_non_null(strstr(picture(&pane, 60, 4), " line 7\n"));
    pane_release(&pane);
}

static void
a_line_of_a_mebibyte_is_scrolled_as_any(void **state)
{
    struct pane pane;
    char *text = xmalloc(LOGBOOK_LINE_MAX);

    (void)state;
    memset(text, 'x', LOGBOOK_LINE_MAX);
    memcpy(text + LOGBOOK_LINE_MAX - 5, "end.\n", 5);
    pane_init(&pane);
    say_lines(1, 1);
    logbook_add(the_tail->book, LOG_STDOUT, WORLD_NOW,
                str_make(text, LOGBOOK_LINE_MAX));
    assert_non_null(strstr(picture(&pane, 40, 4), "xend.\n"));
    act(&pane, ACTION_PAGE_UP);
    assert_null(strstr(picture(&pane, 40, 4), "end."));
    act(&pane, ACTION_WRAP);
    for (int i = 0; i < 100; i++)
        act(&pane, ACTION_SCROLL_RIGHT);
    assert_non_null(strstr(picture(&pane, 40, 4), "xxx>"));
    act(&pane, ACTION_TOP);
    (void)picture(&pane, 40, 4);
    pane_release(&pane);
    free(text);
}

static void
a_line_that_was_cut_says_so(void **state)
{
    struct pane pane;
    char *text = xmalloc(LOGBOOK_LINE_MAX);

    (void)state;
    memset(text, 'x', LOGBOOK_LINE_MAX);
    pane_init(&pane);
    for (int i = 0; i < 2; i++)
        logbook_add(the_tail->book, LOG_STDOUT, WORLD_NOW,
                    str_make(text, LOGBOOK_LINE_MAX));
    assert_non_null(
        strstr(picture(&pane, 40, 4), "xxx (cut: longer than 1 MiB)\n"));
    act(&pane, ACTION_TOP);
    assert_null(strstr(picture(&pane, 40, 4), "cut"));
    pane_release(&pane);
    free(text);
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
        cmocka_unit_test(a_log_is_readable_at_every_size),
        cmocka_unit_test(modes_of_a_log_are_options),
        cmocka_unit_test(the_end_is_followed),
        cmocka_unit_test(what_was_scrolled_to_stays_when_lines_come),
        cmocka_unit_test(who_reaches_the_end_follows_it),
        cmocka_unit_test(lines_that_have_gone_leave_the_rest_in_sight),
        cmocka_unit_test(no_stream_is_opened_before_the_cursor_rests),
        cmocka_unit_test(back_at_the_same_container_nothing_is_opened_anew),
        cmocka_unit_test(how_the_log_stands_is_said),
        cmocka_unit_test(older_lines_are_asked_for_at_the_top),
        cmocka_unit_test(who_reads_back_holds_what_he_reads),
        cmocka_unit_test(log_of_a_container_made_again_goes_on),
        cmocka_unit_test(a_search_goes_back_from_what_is_seen),
        cmocka_unit_test(a_wrong_pattern_keeps_the_last_good_one),
        cmocka_unit_test(
            matches_are_found_through_colours_and_only_in_what_is_shown),
        cmocka_unit_test(only_some_lines_are_shown),
        cmocka_unit_test(esc_clears_the_search_then_the_patterns),
        cmocka_unit_test(only_matching_works_while_it_is_typed),
        cmocka_unit_test(each_press_of_the_key_shows_less_levels_then_all),
        cmocka_unit_test(many_lines_are_searched_while_keys_work),
        cmocka_unit_test(a_line_of_a_mebibyte_is_scrolled_as_any),
        cmocka_unit_test(a_line_that_was_cut_says_so),
    };

    return cmocka_run_group_tests_name("logs view", tests, set_up, NULL);
}
