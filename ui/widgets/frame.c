#include "config.h"

#include "ui/widgets/frame.h"

enum frame_choice
frame_decide(const struct frame_state *state, uint64_t now, uint64_t *wait)
{
    uint64_t apart = state->cost * FRAME_SHARE;
    uint64_t next = state->drawn + (apart > FRAME_MS ? apart : FRAME_MS);

    *wait = 0;
    if (!state->is_dirty || !state->can_draw)
        return FRAME_NONE;
    if (state->is_urgent || !state->has_drawn || now >= next)
        return FRAME_NOW;
    *wait = next - now;
    return FRAME_LATER;
}
