#include "support/test.h"

#include "base/buf.h"
#include "base/sha256.h"
#include "engine/locate.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define VARIABLES 4
#define PATH 512

struct variable {
    const char *name;
    const char *value;
};

/* HOME of the tests, filled with contexts before them. */
static char home[] = "/tmp/test_locate.XXXXXX";
static const struct variable *environment;

static const char *
env(const char *name)
{
    size_t i;

    for (i = 0; i < VARIABLES && environment[i].name; i++)
        if (strcmp(environment[i].name, name) == 0)
            return environment[i].value;
    return strcmp(name, "HOME") == 0 ? home : NULL;
}

/* ---- the folder ---- */

static void
write_file(const char *name, const char *text)
{
    char path[PATH];
    char *slash;
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/%s", home, name);
    for (slash = strchr(path + sizeof(home), '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0700);
        *slash = '/';
    }
    file = fopen(path, "w");
    assert_non_null(file);
    (void)fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void
write_context(const char *name, const char *json)
{
    char path[PATH];
    char hash[SHA256_HEX_SIZE];

    sha256_hex(hash, str_of(name));
    (void)snprintf(path, sizeof(path), ".docker/contexts/meta/%s/meta.json",
                   hash);
    write_file(path, json);
}

static void
write_certificate(const char *name)
{
    char path[PATH];
    char hash[SHA256_HEX_SIZE];

    sha256_hex(hash, str_of(name));
    (void)snprintf(path, sizeof(path), ".docker/contexts/tls/%s/docker/ca.pem",
                   hash);
    write_file(path, "");
}

#define CONTEXT(name, host)                                                    \
    "{\"Name\":\"" name "\",\"Metadata\":{},\"Endpoints\":{\"docker\":"        \
    "{\"Host\":\"" host "\",\"SkipTLSVerify\":false}}}"

static int
fill_home(void **state)
{
    (void)state;
    if (!mkdtemp(home))
        return -1;
    write_context("prod", CONTEXT("prod", "tcp://prod.example"));
    write_context("near", CONTEXT("near", "unix:///run/near.sock"));
    write_context("tls", CONTEXT("tls", "tcp://tls.example:2376"));
    write_certificate("tls");
    write_context("far", CONTEXT("far", "ssh://me@far.example"));
    write_context("web", CONTEXT("web", "http://web.example"));
    write_context("plain",
                  "{\"Name\":\"plain\",\"Endpoints\":{\"docker\":{}}}");
    write_context("kube", "{\"Name\":\"kube\",\"Endpoints\":{}}");
    write_context("broken", "{\"Name\":");
    write_file("none/config.json", "{\"auths\":{}}");
    write_file("near/config.json", "{\"currentContext\":\"near\"}");
    write_file("broken/config.json", "{");
    write_file("default/config.json", "{\"currentContext\":\"default\"}");
    write_file(".docker/config.json", "{\"currentContext\":\"prod\"}");
    return 0;
}

static int
remove_one(const char *path, const struct stat *stat, int type,
           struct FTW *where)
{
    (void)stat;
    (void)type;
    (void)where;
    return remove(path);
}

static int
empty_home(void **state)
{
    (void)state;
    return nftw(home, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Paths below home are written as "~/...". */
static const char *
expand(char out[PATH], const char *text)
{
    const char *tilde = strchr(text, '~');

    if (!tilde)
        return text;
    (void)snprintf(out, PATH, "%.*s%s%s", (int)(tilde - text), text, home,
                   tilde + 1);
    return out;
}

/* ---- what is chosen ---- */

static const struct {
    const char *host;
    const char *context;
    struct variable environment[VARIABLES];
    const char *url, *name, *why;
} choices[] = {
    {"tcp://h",
     NULL,
     {{"DOCKER_HOST", "tcp://other"}},
     "tcp://h:2375",
     "h",
     "-H"},
    {"unix:///a.sock", NULL, {{0}}, "unix:///a.sock", "/a.sock", "-H"},
    {"unix://", NULL, {{0}}, "unix:///var/run/docker.sock", "local", "-H"},
    {NULL,
     "near",
     {{"DOCKER_HOST", "tcp://other"}},
     "unix:///run/near.sock",
     "near",
     "context 'near'"},
    {NULL,
     "prod",
     {{"DOCKER_CONTEXT", "near"}},
     "tcp://prod.example:2375",
     "prod",
     "context 'prod'"},
    {NULL,
     "plain",
     {{0}},
     "unix:///var/run/docker.sock",
     "plain",
     "context 'plain'"},
    {NULL,
     NULL,
     {{"DOCKER_HOST", "tcp://h:1"}, {"DOCKER_CONTEXT", "near"}},
     "tcp://h:1",
     "h",
     "DOCKER_HOST"},
    {NULL,
     NULL,
     {{"DOCKER_CONTEXT", "near"}},
     "unix:///run/near.sock",
     "near",
     "context 'near'"},
    {NULL,
     NULL,
     {{"DOCKER_HOST", ""}, {"DOCKER_CONTEXT", ""}},
     "tcp://prod.example:2375",
     "prod",
     "context 'prod'"},
    {NULL, NULL, {{0}}, "tcp://prod.example:2375", "prod", "context 'prod'"},
    {NULL,
     "default",
     {{"DOCKER_HOST", "tcp://h:1"}},
     "tcp://h:1",
     "h",
     "DOCKER_HOST"},
    /* Certificates are for tcp hosts only. */
    {"unix:///a.sock",
     NULL,
     {{"DOCKER_TLS_VERIFY", "1"}},
     "unix:///a.sock",
     "/a.sock",
     "-H"},
};

static void
choice_is_that_of_the_docker_client(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(choices); i++) {
        struct locate_choice choice = {choices[i].host, choices[i].context,
                                       env};
        struct candidates candidates;
        struct err err = ERR_INIT;

        environment = choices[i].environment;
        print_message("# row %zu\n", i);
        if (!locate_engines(&candidates, &choice, &err))
            fail_msg("%s", err.text);
        assert_int_equal(candidates.count, 1);
        assert_string_equal(candidates.at[0].endpoint.url, choices[i].url);
        assert_string_equal(candidates.at[0].name, choices[i].name);
        assert_string_equal(candidates.at[0].why, choices[i].why);
        candidates_release(&candidates);
        assert_int_equal(candidates.count, 0);
    }
}

static void
usual_places_are_tried_in_order(void **state)
{
    static const char *const all[] = {
        "unix:///var/run/docker.sock",
        "unix:///run/user/7/docker.sock",
        "unix://~/.docker/run/docker.sock",
        "unix://~/.docker/desktop/docker.sock",
        "unix://~/.colima/default/docker.sock",
        "unix://~/.orbstack/run/docker.sock",
        "unix://~/.rd/docker.sock",
        "unix:///run/user/7/podman/podman.sock",
        "unix:///run/podman/podman.sock",
    };
    static const struct {
        const char *settings; /* DOCKER_CONFIG, below home */
        const char *context;
        size_t count;
        bool has_runtime_dir, has_home;
    } rows[] = {
        {"~/none", NULL, 9, true, true},    {"~/missing", NULL, 9, true, true},
        {"~/default", NULL, 9, true, true}, {NULL, "default", 9, true, true},
        {"~/none", NULL, 7, false, true},   {"~/none", NULL, 4, true, false},
        {NULL, NULL, 2, false, false},
    };
    size_t i, j;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        char settings[PATH];
        struct variable variables[VARIABLES] = {{NULL, NULL}};
        struct locate_choice choice = {NULL, rows[i].context, env};
        struct candidates candidates;
        struct err err = ERR_INIT;
        size_t count = 0;

        if (rows[i].settings)
            variables[count++] = (struct variable){
                "DOCKER_CONFIG", expand(settings, rows[i].settings)};
        if (rows[i].has_runtime_dir)
            variables[count++] =
                (struct variable){"XDG_RUNTIME_DIR", "/run/user/7"};
        if (!rows[i].has_home)
            variables[count++] = (struct variable){"HOME", NULL};
        environment = variables;
        print_message("# row %zu\n", i);
        if (!locate_engines(&candidates, &choice, &err))
            fail_msg("%s", err.text);
        assert_int_equal(candidates.count, rows[i].count);
        for (j = 0; rows[i].count == COUNT(all) && j < COUNT(all); j++) {
            char url[PATH];

            assert_string_equal(candidates.at[j].endpoint.url,
                                expand(url, all[j]));
            assert_string_equal(candidates.at[j].why, "usual place");
        }
        assert_string_equal(candidates.at[0].name, "local");
        candidates_release(&candidates);
    }
}

static void
home_too_long_for_a_socket_is_left_out(void **state)
{
    char long_home[200];
    const struct variable variables[VARIABLES] = {{"HOME", long_home}};
    struct locate_choice choice = {.env = env};
    struct candidates candidates;

    (void)state;
    memset(long_home, 'h', sizeof(long_home) - 1);
    long_home[0] = '/';
    long_home[sizeof(long_home) - 1] = '\0';
    environment = variables;
    assert_true(locate_engines(&candidates, &choice, NULL));
    assert_int_equal(candidates.count, 2);
    candidates_release(&candidates);
}

static const struct {
    const char *host;
    const char *context;
    struct variable environment[VARIABLES];
    enum err_kind kind;
    const char *text;
} refusals[] = {
    {"tcp://h",
     "prod",
     {{0}},
     ERR_USAGE,
     "-H and -c both name an engine; use one of them"},
    {NULL,
     "pord",
     {{0}},
     ERR_USAGE,
     "context 'pord': it is not in ~/.docker; there are: default, far, "
     "kube, near, plain, prod, tls, web"},
    {NULL,
     "prod",
     {{"DOCKER_CONFIG", "/no/such"}},
     ERR_USAGE,
     "context 'prod': it is not in /no/such; there are: default"},
    {NULL,
     "prod",
     {{"HOME", NULL}},
     ERR_USAGE,
     "context 'prod': neither DOCKER_CONFIG nor HOME is set"},
    {NULL,
     NULL,
     {{"DOCKER_CONTEXT", "tls"}},
     ERR_UNSUPPORTED,
     "DOCKER_CONTEXT: context 'tls': hosts with TLS are not supported "
     "yet: tcp://tls.example:2376"},
    {NULL,
     "far",
     {{0}},
     ERR_UNSUPPORTED,
     "context 'far': ssh hosts are not supported yet: "
     "ssh://me@far.example:22"},
    {NULL, "kube", {{0}}, ERR_MALFORMED, "Endpoints.docker"},
    {NULL, "web", {{0}}, ERR_USAGE, "context 'web': host "},
    {NULL, "broken", {{0}}, ERR_MALFORMED, "/meta.json: "},
    {"ssh://me@far",
     NULL,
     {{0}},
     ERR_UNSUPPORTED,
     "-H: ssh hosts are not supported yet"},
    {"bad host", NULL, {{0}}, ERR_USAGE, "-H: host 'bad host'"},
    {NULL,
     NULL,
     {{"DOCKER_HOST", "ftp://x"}},
     ERR_USAGE,
     "DOCKER_HOST: host 'ftp://x'"},
    {"tcp://h",
     NULL,
     {{"DOCKER_TLS_VERIFY", "0"}},
     ERR_UNSUPPORTED,
     "-H: DOCKER_TLS_VERIFY is set, and hosts with TLS are not supported "
     "yet: tcp://h:2375"},
    {NULL,
     NULL,
     {{"DOCKER_HOST", "tcp://h"}, {"DOCKER_TLS", "1"}},
     ERR_UNSUPPORTED,
     "DOCKER_HOST: DOCKER_TLS is set"},
    {NULL,
     NULL,
     {{"DOCKER_CONFIG", "~/broken"}},
     ERR_MALFORMED,
     "reading ~/broken/config.json: "},
    {NULL,
     NULL,
     {{"DOCKER_CONFIG", "~/near"}},
     ERR_USAGE,
     "currentContext in ~/near/config.json: context 'near': it is not in "
     "~/near; there are: default"},
};

static void
refusal_says_what_and_why(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(refusals); i++) {
        struct locate_choice choice = {refusals[i].host, refusals[i].context,
                                       env};
        struct variable variables[VARIABLES];
        struct candidates candidates;
        struct err err = ERR_INIT;
        char value[PATH];
        struct buf wanted = BUF_INIT(2 * PATH);
        const char *each;

        memcpy(variables, refusals[i].environment, sizeof(variables));
        if (variables[0].value)
            variables[0].value = expand(value, variables[0].value);
        environment = variables;
        for (each = refusals[i].text; *each; each++)
            (void)(*each == '~' ? buf_add_text(&wanted, home)
                                : buf_add_char(&wanted, *each));
        assert_false(locate_engines(&candidates, &choice, &err));
        print_message("# %s\n", err.text);
        assert_int_equal(err.kind, refusals[i].kind);
        assert_non_null(strstr(err.text, buf_text(&wanted)));
        buf_release(&wanted);
        candidates_release(&candidates);
    }
}

static void
unreadable_settings_are_an_error(void **state)
{
    struct variable variables[VARIABLES] = {{"DOCKER_CONFIG", NULL}};
    struct locate_choice choice = {.env = env};
    struct candidates candidates;
    struct err err = ERR_INIT;
    char folder[PATH];
    char path[PATH + 16];

    (void)state;
    /* A folder where the file should be: unreadable for root too. */
    variables[0].value = expand(folder, "~/folder");
    (void)snprintf(path, sizeof(path), "%s/config.json", folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    environment = variables;
    assert_false(locate_engines(&candidates, &choice, &err));
    assert_non_null(strstr(err.text, "/folder/config.json: not a file"));
    candidates_release(&candidates);
}

static void
settings_have_a_limit(void **state)
{
    struct variable variables[VARIABLES] = {{"DOCKER_CONFIG", NULL}};
    struct locate_choice choice = {.env = env};
    struct candidates candidates;
    struct err err = ERR_INIT;
    struct buf text = BUF_INIT((size_t)2 << 20);
    char folder[PATH];

    (void)state;
    (void)buf_add_repeat(&text, ' ', ((size_t)1 << 20) + 1);
    write_file("large/config.json", buf_text(&text));
    buf_release(&text);
    variables[0].value = expand(folder, "~/large");
    environment = variables;
    assert_false(locate_engines(&candidates, &choice, &err));
    assert_int_equal(err.kind, ERR_LIMIT);
    assert_non_null(strstr(err.text, "it is larger than 1024 KiB"));
    candidates_release(&candidates);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choice_is_that_of_the_docker_client),
        cmocka_unit_test(usual_places_are_tried_in_order),
        cmocka_unit_test(home_too_long_for_a_socket_is_left_out),
        cmocka_unit_test(refusal_says_what_and_why),
        cmocka_unit_test(unreadable_settings_are_an_error),
        cmocka_unit_test(settings_have_a_limit),
    };

    return cmocka_run_group_tests_name("locate", tests, fill_home, empty_home);
}
