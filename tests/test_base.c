/*
 * The small parts of src/base: err, mem, str, buf, list, map, ring.
 */
#include "config.h"

#include "support/test.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/list.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/ring.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- err */

static void
an_err_says_what_we_did_and_why(void **state)
{
    struct err err = ERR_INIT;

    (void)state;
    assert_false(err_set_kind(&err, ERR_UNCHANGED, "it is %s", "stopped"));
    assert_false(err_while(&err, "stopping %s", "web"));
    assert_string_equal(err.text, "stopping web: it is stopped");
    assert_int_equal(err.kind, ERR_UNCHANGED);
    assert_false(err_set(&err, "plain"));
    assert_int_equal(err.kind, ERR_OTHER);
    /* Its own text may be an argument. */
    assert_false(err_set(&err, "not %s", err.text));
    assert_string_equal(err.text, "not plain");
}

static void
nobody_has_to_want_an_err(void **state)
{
    struct err err = ERR_INIT;

    (void)state;
    assert_false(err_set(NULL, "%d", 1));
    assert_false(err_set_errno(NULL, ENOENT, "x"));
    assert_false(err_while(NULL, "x"));
    assert_false(err_copy(NULL, &err));
}

static void
a_long_err_is_cut_visibly_between_characters(void **state)
{
    struct err err = ERR_INIT;
    char text[ERR_TEXT_SIZE * 2];

    (void)state;
    /* "é" at every alignment of the cut */
    for (size_t shift = 0; shift < 3; shift++) {
        size_t len = 0;

        while (len < shift)
            text[len++] = 'x';
        while (len + 3 < sizeof(text)) {
            text[len++] = '\xc3';
            text[len++] = '\xa9';
        }
        text[len] = '\0';
        err_set(&err, "%s", text);
        len = strlen(err.text);
        assert_in_range(len, ERR_TEXT_SIZE - 3, ERR_TEXT_SIZE - 1);
        assert_string_equal(err.text + len - 3, "...");
        assert_int_equal((unsigned char)err.text[len - 4], 0xa9);
    }
}

static void
kind_follows_from_errno(void **state)
{
    static const struct {
        int number;
        enum err_kind kind;
    } rows[] = {
        {EACCES, ERR_DENIED},       {ENOENT, ERR_MISSING},
        {ETIMEDOUT, ERR_TIMED_OUT}, {ECONNREFUSED, ERR_UNREACHABLE},
        {EMFILE, ERR_LIMIT},        {EIO, ERR_OTHER},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct err err = ERR_INIT;

        assert_false(err_set_errno(&err, rows[i].number, "opening %s", "f"));
        assert_int_equal(err.kind, rows[i].kind);
        assert_memory_equal(err.text, "opening f: ", 11);
        assert_non_null(strstr(err.text, strerror(rows[i].number)));
    }
}

/* ---- mem */

static void
say_hook(void)
{
    if (write(STDERR_FILENO, "hook ", 5) < 0)
        _exit(1);
}

static void
dying_runs_the_hook_and_says_why(void **state)
{
    char text[128];
    ssize_t len;
    int status;
    int fds[2];
    pid_t pid;

    (void)state;
    assert_int_equal(pipe(fds), 0);
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(fds[1], STDERR_FILENO);
        die_set_hook(say_hook);
        (void)xcalloc(SIZE_MAX / 2, 4);
        _exit(0);
    }
    close(fds[1]);
    len = read(fds[0], text, sizeof(text) - 1);
    close(fds[0]);
    assert_true(len > 0);
    text[len] = '\0';
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 70);
    /* The hook's words come first, then ours; they may be one read or two. */
    assert_memory_equal(text, "hook ", 5);
}

static void
arrays_grow_and_keep_what_they_hold(void **state)
{
    size_t cap = 0;
    int *at = NULL;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        at = array_grow(at, &cap, (size_t)i + 1, sizeof(*at));
        assert_true(cap > (size_t)i);
        at[i] = i;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(at[i], i);
    assert_true(cap < 2000);
    free(at);
}

/* ---- str */

static void
pieces_are_cut_at_separators(void **state)
{
    static const struct {
        const char *text;
        const char *pieces; /* each followed by '|' */
    } rows[] = {
        {"a,,b", "a||b|"}, {"", "|"},     {",", "||"},
        {"abc", "abc|"},   {"a,", "a||"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str rest = str_of(rows[i].text);
        struct str piece;
        struct buf got = BUF_INIT(32);

        while (str_cut(&rest, ',', &piece)) {
            buf_add_str(&got, piece);
            buf_add_char(&got, '|');
        }
        assert_null(rest.at);
        assert_string_equal(buf_text(&got), rows[i].pieces);
        buf_release(&got);
    }
}

static void
only_whole_numbers_that_fit_are_numbers(void **state)
{
    static const struct {
        const char *text;
        bool is_u64;
        unsigned long long u64;
        bool is_i64;
        long long i64;
    } rows[] = {
        {"0", true, 0, true, 0},
        {"-0", false, 0, true, 0},
        {"42", true, 42, true, 42},
        {"-42", false, 0, true, -42},
        {"18446744073709551615", true, ULLONG_MAX, false, 0},
        {"18446744073709551616", false, 0, false, 0},
        {"99999999999999999999", false, 0, false, 0},
        {"9223372036854775807", true, LLONG_MAX, true, LLONG_MAX},
        {"9223372036854775808", true, 9223372036854775808U, false, 0},
        {"-9223372036854775808", false, 0, true, LLONG_MIN},
        {"-9223372036854775809", false, 0, false, 0},
        {"", false, 0, false, 0},
        {"-", false, 0, false, 0},
        {"+1", false, 0, false, 0},
        {" 1", false, 0, false, 0},
        {"1 ", false, 0, false, 0},
        {"1.0", false, 0, false, 0},
        {"0x1", false, 0, false, 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        unsigned long long u64 = 7;
        long long i64 = 7;
        struct str text = str_of(rows[i].text);

        assert_int_equal(str_to_u64(text, &u64), rows[i].is_u64);
        assert_true(u64 == (rows[i].is_u64 ? rows[i].u64 : 7));
        assert_int_equal(str_to_i64(text, &i64), rows[i].is_i64);
        assert_true(i64 == (rows[i].is_i64 ? rows[i].i64 : 7));
    }
}

static void
names_sort_as_people_sort_them(void **state)
{
    static const char *const sorted[] = {
        "",
        "10",
        "a",
        "a1",
        "a01b",
        "a1b",
        "a2",
        "a10",
        "web",
        "web-1",
        "web-2",
        "web-10",
        "web-99999999999999999999999",
        "web-100000000000000000000000",
        "web.1",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(sorted); i++) {
        for (size_t j = 0; j < COUNT(sorted); j++) {
            int order =
                str_compare_natural(str_of(sorted[i]), str_of(sorted[j]));

            if ((order > 0) - (order < 0) != (i > j) - (i < j))
                fail_msg("'%s' and '%s': %d", sorted[i], sorted[j], order);
        }
    }
}

static void
ends_are_compared_and_trimmed(void **state)
{
    (void)state;
    assert_true(str_starts(str_of("unix://x"), "unix://"));
    assert_false(str_starts(str_of("uni"), "unix"));
    assert_true(str_starts(str_make(NULL, 0), ""));
    assert_true(str_ends(str_of("a.sock"), ".sock"));
    assert_false(str_ends(str_of("sock"), ".sock"));
    assert_true(str_is(str_trim(str_of(" \t a b\r\n")), "a b"));
    assert_true(str_is(str_trim(str_of(" \n ")), ""));
    assert_true(str_equal(str_make(NULL, 0), str_of("")));
    assert_false(str_is(str_of("a"), "A"));
}

/* ---- buf */

static void
a_full_buf_takes_nothing_until_cleared(void **state)
{
    struct buf buf = BUF_INIT(8);

    (void)state;
    assert_string_equal(buf_text(&buf), "");
    assert_true(buf_add_text(&buf, "12345"));
    assert_false(buf_add_text(&buf, "6789"));
    assert_true(buf.is_full);
    assert_string_equal(buf_text(&buf), "12345");
    assert_false(buf_add_char(&buf, '6'));
    assert_false(buf_addf(&buf, "%d", 6));
    assert_false(buf_add_repeat(&buf, 'x', 1));
    assert_int_equal(buf.len, 5);
    buf_clear(&buf);
    assert_true(buf_addf(&buf, "%s-%d", "abc", 1234));
    assert_string_equal(buf_text(&buf), "abc-1234");
    assert_false(buf_addf(&buf, "%s", "x"));
    buf_release(&buf);
    assert_true(buf_add_repeat(&buf, '=', 8));
    assert_string_equal(buf_text(&buf), "========");
    buf_release(&buf);
}

static void
a_buf_gives_and_drops_its_bytes(void **state)
{
    struct buf buf;
    char *taken;

    (void)state;
    buf_init(&buf, SIZE_MAX);
    assert_true(str_is(buf_str(&buf), ""));
    buf_drop_front(&buf, 3);
    for (int i = 0; i < 500; i++)
        assert_true(buf_addf(&buf, "%03d", i));
    buf_drop_front(&buf, 1491);
    assert_string_equal(buf_text(&buf), "497498499");
    assert_true(buf_add(&buf, "\0x", 2));
    assert_int_equal(buf_str(&buf).len, 11);
    taken = buf_take(&buf);
    assert_memory_equal(taken, "497498499\0x", 12);
    free(taken);
    assert_int_equal(buf.len, 0);
    taken = buf_take(&buf);
    assert_string_equal(taken, "");
    free(taken);
    assert_true(buf_add_text(&buf, "z"));
    buf_drop_front(&buf, 100);
    assert_string_equal(buf_text(&buf), "");
    buf_release(&buf);
}

/* ---- list */

struct item {
    int number;
    struct list link;
};

static void
a_link_may_be_removed_twice(void **state)
{
    struct list head;
    struct item items[3] = {{.number = 1}, {.number = 2}, {.number = 3}};
    int seen = 0;

    (void)state;
    list_init(&head);
    assert_true(list_is_empty(&head));
    for (int i = 0; i < 3; i++)
        list_add_last(&head, &items[i].link);
    list_remove(&items[1].link);
    list_remove(&items[1].link);
    for (struct list *l = head.next; l != &head; l = l->next)
        seen = seen * 10 + LIST_OWNER(l, struct item, link)->number;
    assert_int_equal(seen, 13);
}

/* ---- map */

static void
a_map_keeps_the_order_of_insertion(void **state)
{
    struct map *map = map_new();
    char key[16];
    int values[100];
    int i;

    (void)state;
    for (i = 0; i < 100; i++) {
        values[i] = i;
        (void)snprintf(key, sizeof(key), "k%d", i * 37 % 100);
        assert_null(map_put(map, str_of(key), &values[i]));
    }
    assert_ptr_equal(map_take(map, str_of("k37")), &values[1]);
    assert_null(map_take(map, str_of("k37")));
    assert_int_equal(map_count(map), 99);
    i = 0;
    for (struct map_entry *e = map_first(map); e; e = map_next(e)) {
        (void)snprintf(key, sizeof(key), "k%d", i * 37 % 100);
        assert_true(str_is(map_key(e), key));
        assert_ptr_equal(map_value(e), &values[i]);
        i += i == 0 ? 2 : 1;
    }
    assert_int_equal(i, 100);
    map_free(map, NULL);
}

static void
map_keys_are_bytes_and_values_are_borrowed(void **state)
{
    struct map *map = map_new();
    struct map_entry *next;
    char key[] = "a\0b";

    (void)state;
    assert_null(map_find(map, str_of("a")));
    assert_null(map_first(map));
    assert_null(map_put(map, str_make(key, 3), xstrdup("three")));
    assert_null(map_put(map, str_make(key, 1), xstrdup("one")));
    assert_null(map_put(map, str_make(NULL, 0), xstrdup("none")));
    key[2] = 'c'; /* the map has its own copy */
    assert_string_equal(map_find(map, str_make("a\0b", 3)), "three");
    assert_string_equal(map_find(map, str_of("a")), "one");
    assert_string_equal(map_find(map, str_of("")), "none");
    assert_null(map_find(map, str_of("A")));
    free(map_put(map, str_of("a"), xstrdup("uno")));
    assert_string_equal(map_find(map, str_of("a")), "uno");
    assert_int_equal(map_count(map), 3);
    for (struct map_entry *e = map_first(map); e; e = next) {
        next = map_next(e);
        if (map_key(e).len != 1)
            free(map_take(map, map_key(e)));
    }
    assert_int_equal(map_count(map), 1);
    map_clear(map, free);
    assert_int_equal(map_count(map), 0);
    assert_null(map_put(map, str_of("again"), xstrdup("again")));
    map_free(map, free);
    map_free(NULL, free);
}

/* ---- ring */

static void
a_ring_keeps_the_newest(void **state)
{
    struct ring ring;

    (void)state;
    ring_init(&ring, sizeof(int), 4);
    assert_null(ring_last(&ring));
    assert_null(ring_at(&ring, 0));
    for (int i = 0; i < 11; i++) {
        size_t count = i < 4 ? (size_t)i + 1 : 4;

        ring_push(&ring, &i);
        assert_int_equal(ring.count, count);
        assert_int_equal(*(const int *)ring_last(&ring), i);
        for (size_t k = 0; k < count; k++)
            assert_int_equal(*(const int *)ring_at(&ring, k),
                             i - (int)count + 1 + (int)k);
        assert_null(ring_at(&ring, count));
    }
    ring_clear(&ring);
    assert_null(ring_last(&ring));
    ring_release(&ring);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_err_says_what_we_did_and_why),
        cmocka_unit_test(nobody_has_to_want_an_err),
        cmocka_unit_test(a_long_err_is_cut_visibly_between_characters),
        cmocka_unit_test(kind_follows_from_errno),
        cmocka_unit_test(dying_runs_the_hook_and_says_why),
        cmocka_unit_test(arrays_grow_and_keep_what_they_hold),
        cmocka_unit_test(pieces_are_cut_at_separators),
        cmocka_unit_test(only_whole_numbers_that_fit_are_numbers),
        cmocka_unit_test(names_sort_as_people_sort_them),
        cmocka_unit_test(ends_are_compared_and_trimmed),
        cmocka_unit_test(a_full_buf_takes_nothing_until_cleared),
        cmocka_unit_test(a_buf_gives_and_drops_its_bytes),
        cmocka_unit_test(a_link_may_be_removed_twice),
        cmocka_unit_test(a_map_keeps_the_order_of_insertion),
        cmocka_unit_test(map_keys_are_bytes_and_values_are_borrowed),
        cmocka_unit_test(a_ring_keeps_the_newest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
