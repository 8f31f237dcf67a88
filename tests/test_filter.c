/*
 * The filter language: what it matches, and what it says of a filter that is
 * none yet.
 */
#include "config.h"

#include "support/fake_rows.h"
#include "support/test.h"

#include "base/buf.h"
#include "base/timestamp.h"
#include "work/filter.h"

#include <locale.h>

#define NOW (INT64_C(1795212382) * SECOND_NS)

static const struct label front_labels[] = {
    {"com.docker.compose.project", "shop"},
    {"empty", ""},
    {"tier", "Frontend"},
};
static const struct port front_ports[] = {
    {"0.0.0.0", "tcp", 80, 8080},
    {"", "tcp", 443, 0},
};
static const struct port db_ports[] = {
    {"127.0.0.1", "tcp", 5432, 5432},
};

static const struct container values[] = {
    {.id = "1111111111111111111111111111111111111111111111111111111111111111",
     .name = "web-1",
     .image = "nginx:1.25",
     .image_id = "sha256:aa",
     .project = "shop",
     .service = "web",
     .status = "",
     .error = "",
     .state = STATE_RUNNING,
     .health = HEALTH_HEALTHY,
     .started = NOW - 3 * 3600 * SECOND_NS,
     .exit_code = EXIT_UNKNOWN,
     .status_age = -1,
     .labels = front_labels,
     .label_count = COUNT(front_labels),
     .ports = front_ports,
     .port_count = COUNT(front_ports)},
    {.id = "2222222222222222222222222222222222222222222222222222222222222222",
     .name = "Web-2",
     .image = "registry.example.com/shop/web:1",
     .image_id = "sha256:bb",
     .project = "shop",
     .service = "web",
     .status = "",
     .error = "",
     .state = STATE_RUNNING,
     .health = HEALTH_UNHEALTHY,
     .started = NOW - 60 * SECOND_NS,
     .exit_code = EXIT_UNKNOWN,
     .status_age = -1},
    {.id = "3333333333333333333333333333333333333333333333333333333333333333",
     .name = "db",
     .image = "postgres",
     .image_id = "sha256:cc",
     .project = "",
     .service = "",
     .status = "",
     .error = "",
     .state = STATE_EXITED,
     .health = HEALTH_UNHEALTHY,
     .finished = NOW - 120 * SECOND_NS,
     .exit_code = 137,
     .status_age = -1,
     .ports = db_ports,
     .port_count = COUNT(db_ports)},
};

static const struct store store = {.engine_name = "local"};
static const struct cell_context context = {.now_wall = NOW, .store = &store};

/* The numbers of the rows that match, "13". */
static void
assert_matches(const char *text, const char *numbers)
{
    struct err err = ERR_INIT;
    struct filter *filter =
        filter_new(&container_kind, str_of(text), NULL, &err);
    struct usage usage = {.has_cpu = true, .cpu_percent = 77.7};
    struct buf out = BUF_INIT(64);
    size_t i;

    if (!filter)
        fail_msg("'%s': %s", text, err.text);
    for (i = 0; i < COUNT(values); i++) {
        struct container_row row = fake_row(&values[i]);

        row.usage = &usage;
        if (filter_matches(filter, &row, &context))
            (void)buf_addf(&out, "%zu", i + 1);
    }
    if (strcmp(buf_text(&out), numbers) != 0)
        fail_msg("'%s' matches '%s', not '%s'", text, buf_text(&out), numbers);
    assert_false(filter_is_too_hard(filter));
    buf_release(&out);
    filter_free(filter);
}

static void
a_filter_matches_what_its_terms_say(void **state)
{
    static const struct {
        const char *text, *numbers;
    } rows[] = {
        {"", "123"},
        {"  \t ", "123"},
        /* words: all of them, in any cell, smart case */
        {"web", "12"},
        {"Web", "2"},
        {"web shop", "12"},
        {"web nginx", "1"},
        {"  web   nginx  ", "1"},
        {"nothing", ""},
        {"exit", "3"},
        {"3h", "1"},
        {"nginx:1.25", "1"},
        {"http://x", ""},
        {"222222222222222222", "2"},
        /* what changes with each sample is not looked at */
        {"77.7", ""},
        /* a word is not found across two cells */
        {"web-1up", ""},
        /* excluded */
        {"!web", "3"},
        {"!Web", "13"},
        {"shop !nginx", "2"},
        {"!shop !db", ""},
        {"!!", "123"},
        /* quotes */
        {"\"up 3h\"", "1"},
        {"'exit 137'", "3"},
        {"!'exit 137'", "12"},
        {"name:\"web-1\"", "1"},
        {"\"name:web-1\"", ""},
        {"it's", ""},
        {"'web'nginx", "1"},
        {"\"a 'b'\"", ""},
        /* fields */
        {"name:web", "12"},
        {"name:Web", "2"},
        {"!name:web", "3"},
        {"name:nginx", ""},
        {"image:web", "2"},
        {"image:nginx:1", "1"},
        {"state:running", "12"},
        {"state:run", "12"},
        {"state:up", "12"},
        {"state:Running", ""},
        {"state:exited", "3"},
        {"state:137", "3"},
        {"state:\"exit 137\"", "3"},
        {"state:unning", ""},
        {"health:healthy", "1"},
        {"health:unhealthy", "2"},
        {"health:ok", "1"},
        {"health:none", "3"},
        {"!health:none", "12"},
        {"project:shop", "12"},
        {"project:sh", "12"},
        {"!project:shop", "3"},
        {"label:tier", "1"},
        {"label:tier=front", "1"},
        {"label:tier=Front", "1"},
        {"label:tier=back", ""},
        {"label:ier=front", ""},
        {"label:tier=", "1"},
        {"label:empty=", "1"},
        {"label:front", ""},
        {"!label:tier", "23"},
        {"port:80", "1"},
        {"port:8080", "1"},
        {"port:443", "1"},
        {"port:808", ""},
        {"port:127.0.0.1", "3"},
        {"port:443/tcp", "1"},
        {"port:8080->80/tcp", "1"},
        {"port:udp", ""},
        {"host:local", "123"},
        {"host:other", ""},
        {"id:222", "2"},
        {"names:web", ""},
        {"Name:web", ""},
        {":web", ""},
        {"name:web !state:running", ""},
        /* regular expressions */
        {"re:^web-\\d$", "12"},
        {"re:^Web-\\d$", "2"},
        {"!re:^web", "3"},
        {"re:\"^up \\d+h ok$\"", "1"},
        {"name:re:^d", "3"},
        {"image:re:^d", ""},
        {"label:re:^tier=f", "1"},
        {"!name:re:^d", "12"},
        {"port:re:^80$", "1"},
        {"re:re:", ""},
        {"name:web re:1$", "12"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++)
        assert_matches(rows[i].text, rows[i].numbers);
}

static void
what_is_no_filter_yet_says_where_and_why(void **state)
{
    static const struct {
        const char *text, *words;
        size_t at;
    } rows[] = {
        {"!", "a word is missing behind '!'", 1},
        {"web !", "a word is missing behind '!'", 5},
        {"name:", "a word is missing behind 'name:'", 5},
        {"web !name: db", "a word is missing behind '!name:'", 10},
        {"re:", "a word is missing behind 're:'", 3},
        {"name:re:", "a word is missing behind 'name:re:'", 8},
        {"\"", "\" is not closed", 0},
        {"'two words", "' is not closed", 0},
        {"web name:\"a b", "name:\" is not closed", 9},
        {"\"\"", "a word is missing behind '\"\"'", 0},
        {"a re:(b", "re: at 2: missing closing parenthesis", 5},
        {"re:'(b c'", "re: at 4: missing closing parenthesis", 3},
        {"re:[", "re: at 1: missing terminating ] for character class", 3},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct err err = ERR_INIT;
        size_t at = 99;

        assert_null(
            filter_new(&container_kind, str_of(rows[i].text), &at, &err));
        assert_string_equal(err.text, rows[i].words);
        assert_int_equal(err.kind, ERR_USAGE);
        assert_int_equal(at, rows[i].at);
        assert_null(
            filter_new(&container_kind, str_of(rows[i].text), NULL, NULL));
    }
}

static void
a_word_that_was_to_be_a_field_is_told_from_others(void **state)
{
    static const struct {
        const char *text, *hint;
    } rows[] = {
        {"web", ""},
        {"state:running", ""},
        {"stat:running", "no field is called stat; did you mean state?"},
        {"web !imge:x", "no field is called imge; did you mean image?"},
        {"colour:red", "no field is called colour; there are name: image: "
                       "state: health: label: project: port: limit: host: id:"},
        {"10.0.0.1:80", ""},
        {"re:stat:x", ""},
        {":x", ""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf out = BUF_INIT(1024);
        struct filter *filter =
            filter_new(&container_kind, str_of(rows[i].text), NULL, NULL);

        assert_non_null(filter);
        filter_hint(&out, filter);
        assert_string_equal(buf_text(&out), rows[i].hint);
        filter_free(filter);
        buf_release(&out);
    }
}

static void
a_filter_has_limits(void **state)
{
    static char text[FILTER_LIMIT + 1];
    struct err err = ERR_INIT;
    struct filter *filter;
    size_t at = 0;

    (void)state;
    memset(text, 'a', sizeof(text));
    assert_null(
        filter_new(&container_kind, str_make(text, sizeof(text)), &at, &err));
    assert_int_equal(err.kind, ERR_LIMIT);
    assert_int_equal(at, FILTER_LIMIT);
    memset(text, ' ', sizeof(text));
    for (size_t i = 0; i < 2 * FILTER_TERMS; i += 2)
        text[i] = 'a';
    filter =
        filter_new(&container_kind, str_make(text, FILTER_LIMIT), &at, &err);
    assert_non_null(filter);
    assert_false(filter_is_empty(filter));
    filter_free(filter);
    text[2 * FILTER_TERMS] = 'a';
    assert_null(
        filter_new(&container_kind, str_make(text, FILTER_LIMIT), &at, &err));
    assert_int_equal(err.kind, ERR_LIMIT);
    assert_int_equal(at, 2 * FILTER_TERMS);
}

static void
a_pattern_that_explodes_matches_nothing(void **state)
{
    static const char *const texts[] = {"re:(a+)+$", "!re:(a+)+$"};
    static char name[4096];
    size_t i;

    (void)state;
    memset(name, 'a', sizeof(name));
    name[sizeof(name) - 2] = '!';
    name[sizeof(name) - 1] = '\0';
    for (i = 0; i < COUNT(texts); i++) {
        struct err err = ERR_INIT;
        struct filter *filter =
            filter_new(&container_kind, str_of(texts[i]), NULL, &err);
        struct container value = fake_container("1", name, STATE_RUNNING);
        struct container_row bad = fake_row(&value), good = fake_row(&value);
        struct container other = fake_container("2", "aa", STATE_RUNNING);

        good.value = &other;
        assert_non_null(filter);
        assert_int_equal(filter_matches(filter, &good, &context), i == 0);
        assert_false(filter_is_too_hard(filter));
        assert_false(filter_matches(filter, &bad, &context));
        assert_true(filter_is_too_hard(filter));
        assert_false(filter_matches(filter, &good, &context));
        filter_free(filter);
    }
}

static void
every_cut_of_a_filter_is_one_or_says_why(void **state)
{
    static const char text[] =
        "web !\"two words\" name:re:^(a|b)[c]\\d$ label:k=v !re:'x y' port:80";
    struct container_row row = fake_row(&values[0]);
    size_t begin, end;

    (void)state;
    for (begin = 0; begin < sizeof(text); begin++) {
        for (end = begin; end < sizeof(text); end++) {
            struct err err = ERR_INIT;
            size_t at = 0;
            struct filter *filter =
                filter_new(&container_kind, str_make(text + begin, end - begin),
                           &at, &err);

            if (filter)
                (void)filter_matches(filter, &row, &context);
            else
                assert_true(err.text[0] != '\0' && at <= end - begin);
            filter_free(filter);
        }
    }
    filter_free(NULL);
}

static void
fields_have_names_of_their_own(void **state)
{
    static const struct kind *const kinds[] = {&container_kind, &image_kind};
    size_t i, k, n;

    (void)state;
    for (n = 0; n < COUNT(kinds); n++) {
        const struct field *fields = kinds[n]->fields;

        assert_ptr_equal(kind_of(kinds[n]->ref_kind), kinds[n]);
        for (i = 0; i < kinds[n]->field_count; i++) {
            assert_true(fields[i].help[0] != '\0');
            assert_string_not_equal(fields[i].name, "re");
            for (k = 0; k < i; k++)
                assert_string_not_equal(fields[i].name, fields[k].name);
        }
    }
    assert_null(kind_of(REF_ENGINE));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_filter_matches_what_its_terms_say),
        cmocka_unit_test(what_is_no_filter_yet_says_where_and_why),
        cmocka_unit_test(a_word_that_was_to_be_a_field_is_told_from_others),
        cmocka_unit_test(a_filter_has_limits),
        cmocka_unit_test(a_pattern_that_explodes_matches_nothing),
        cmocka_unit_test(every_cut_of_a_filter_is_one_or_says_why),
        cmocka_unit_test(fields_have_names_of_their_own),
    };

    (void)setlocale(LC_CTYPE, "");
    return cmocka_run_group_tests_name("filter", tests, NULL, NULL);
}
