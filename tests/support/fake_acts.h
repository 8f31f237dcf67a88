/*
 * fake_acts.h - the acts on containers and images for a fake engine.
 *
 * Each is kept as a call of the fake engine until the test ends it. They are
 * told apart from all others by their kind: nothing in such a test pings.
 */
#ifndef SUPPORT_FAKE_ACTS_H
#define SUPPORT_FAKE_ACTS_H

#include "support/fake_engine.h"

#define FAKE_ACT FAKE_PING

/* What the last act asked for: "stop -1", "kill SIGHUP", "remove". */
const char *fake_act_words(void);
/* How many layers the removal of an image deletes. */
void fake_layers(size_t count);

/* Answer an inspect with more than the fake engine knows of. */
void fake_inspected(struct call *call, enum container_state state,
                    bool auto_remove, int stop_timeout);

#endif
