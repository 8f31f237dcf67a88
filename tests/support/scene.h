/*
 * scene.h - the real program on a terminal of its own, beside a canned engine.
 *
 * Waiting has patience for a slow machine; what comes after it fails the test.
 */
#ifndef SUPPORT_SCENE_H
#define SUPPORT_SCENE_H

#include "support/canned.h"
#include "support/pty.h"

#define SCENE_WAIT 30000 /* ms; only a failing test waits that long */
#define SCENE_ARGUMENTS 4
#define SCENE_ENV 4
#define SCENE_CONTAINERS 40

struct scene {
    struct canned *engine;
    struct pty *pty;
    char state_home[64]; /* "XDG_STATE_HOME=" and a folder of its own */
};

struct scene_spec {
    int width, height;
    int containers; /* "app-00" and so on, besides "web" */
    const char *arguments[SCENE_ARGUMENTS]; /* before -H; NULL: no more */
    const char *env[SCENE_ENV];             /* as struct pty_spec's */
    const struct script_rule *rules; /* before those of the engine; or NULL */
};

/* With its list on the screen, and the cursor on the first container. */
void scene_open(struct scene *scene, const struct scene_spec *spec);
/* Where the program keeps its state; a test may put more there. */
const char *scene_folder(const struct scene *scene);
/* Ends what still runs. */
void scene_close(struct scene *scene);
/* Leave by the key; fails the test unless the program ends well. */
void scene_leave(struct scene *scene);

/* A press on the cell where `text` begins, and `right` cells from there, as
 * soon as it is on the screen. Button 64 is the wheel up, 65 down;
 * `times` without a pause between. */
void scene_press(struct scene *scene, int button, const char *text, int right,
                 int times);
/* The same text is, or is no more ("!text"), on the screen. */
void scene_await(struct scene *scene, const char *text);

#endif
