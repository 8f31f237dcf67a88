#include "config.h"

#include "support/test.h"

#include "support/scene.h"

#include "base/text.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#define ENV 16

/* The usual ones, then those of the test. */
static void
fill_env(const char *env[ENV], const struct scene *scene,
         const struct scene_spec *spec)
{
    static const char *const usual[] = {
        "LC_ALL=C.UTF-8", "NO_COLOR", "XDG_CONFIG_HOME=/dev/null",
        "BAYPLAN_LOG",    "TMUX",     "STY"};
    size_t count = 0;

    for (; count < COUNT(usual); count++)
        env[count] = usual[count];
    env[count++] = scene->state_home;
    for (size_t i = 0; i < SCENE_ENV && spec->env[i]; i++)
        env[count++] = spec->env[i];
    env[count] = NULL;
}

const char *
scene_folder(const struct scene *scene)
{
    return strchr(scene->state_home, '=') + 1;
}

void
scene_open(struct scene *scene, const struct scene_spec *spec)
{
    const char *argv[SCENE_ARGUMENTS + 4] = {BAYPLAN};
    const char *env[ENV];
    size_t count = 1;

    (void)snprintf(scene->state_home, sizeof(scene->state_home),
                   "XDG_STATE_HOME=/tmp/bayplan-scene.XXXXXX");
    assert_non_null(mkdtemp(strchr(scene->state_home, '=') + 1));
    fill_env(env, scene, spec);
    scene->engine = canned_new(0, 0);
    if (spec->rules)
        script_add(canned_script(scene->engine), spec->rules);
    for (int i = 0; i < spec->containers; i++) {
        char name[16];

        (void)snprintf(name, sizeof(name), "app-%02d", i);
        canned_put(scene->engine, &(struct canned_container){.name = name});
    }
    canned_put(scene->engine, &(struct canned_container){.name = "web"});
    for (size_t i = 0; i < SCENE_ARGUMENTS && spec->arguments[i]; i++)
        argv[count++] = spec->arguments[i];
    argv[count++] = "-H";
    argv[count++] = script_url(canned_script(scene->engine));
    scene->pty = pty_spawn(&(struct pty_spec){
        .argv = argv,
        .env = env,
        .width = spec->width,
        .height = spec->height,
    });
    scene_await(scene, spec->containers > 0 ? "app-00" : "web");
    scene_await(scene, "x stop"); /* in the last line: the frame is whole */
}

static int
remove_one(const char *path, const struct stat *status, int type,
           struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

static void
remove_folder(const char *path)
{
    assert_int_equal(nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

void
scene_close(struct scene *scene)
{
    pty_free(scene->pty);
    canned_free(scene->engine);
    remove_folder(scene_folder(scene));
}

void
scene_leave(struct scene *scene)
{
    int status;

    pty_send(scene->pty, "Q");
    assert_true(pty_wait_exit(scene->pty, SCENE_WAIT, &status));
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

void
scene_press(struct scene *scene, int button, const char *text, int right,
            int times)
{
    struct buf keys = BUF_INIT(1024);
    const char *line;
    int x, y;

    scene_await(scene, text);
    y = pty_find(scene->pty, text);
    line = pty_line(scene->pty, y);
    x = (int)text_width(str_make(line, (size_t)(strstr(line, text) - line)));
    for (int i = 0; i < times; i++)
        (void)buf_addf(&keys, "\033[<%d;%d;%dM\033[<%d;%d;%dm", button,
                       x + right + 1, y + 1, button, x + right + 1, y + 1);
    pty_send(scene->pty, buf_text(&keys));
    buf_release(&keys);
}

void
scene_await(struct scene *scene, const char *text)
{
    if (text[0] == '!')
        assert_true(pty_wait_gone(scene->pty, text + 1, SCENE_WAIT));
    else
        assert_true(pty_wait_text(scene->pty, text, SCENE_WAIT));
}
