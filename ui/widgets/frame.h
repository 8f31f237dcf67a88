/*
 * frame.h - when to draw.
 *
 * A pure decision, made once per turn of the loop. A frame that a key caused
 * is drawn at the end of the same turn. A frame that data caused is drawn at
 * once after silence, then FRAME_MS apart, so that a thousand events a second
 * cost sixty frames; where a frame is dear (ten thousand rows to be sorted)
 * they are so far apart that data's frames take at most an eighth of the time.
 * While the terminal has not taken the last frame none is
 * made; whoever hears that it has drained decides again, and the newest state
 * is drawn.
 */
#ifndef WIDGETS_FRAME_H
#define WIDGETS_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#define FRAME_MS 16
#define FRAME_SHARE 8

struct frame_state {
    bool is_dirty;
    bool is_urgent; /* a key is the cause */
    bool can_draw;  /* the terminal took the last frame */
    bool has_drawn; /* there was a frame before */
    uint64_t drawn; /* when, by loop_now() */
    uint64_t cost;  /* ms that it took */
};

enum frame_choice {
    FRAME_NONE,  /* nothing to draw, or the terminal is not ready */
    FRAME_NOW,   /* draw in this turn */
    FRAME_LATER, /* decide again after *wait milliseconds */
};

enum frame_choice frame_decide(const struct frame_state *state, uint64_t now,
                               uint64_t *wait);

#endif
