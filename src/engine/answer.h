/*
 * answer.h - what an answer of 300 and above means, in the engine's words.
 *
 * Docker says {"message": "..."}, Podman {"cause", "message", "response"};
 * requests that are too old for JSON get text; whatever stands between (a
 * proxy, a web server on that port) may send a page, which is never shown.
 */
#ifndef ENGINE_ANSWER_H
#define ENGINE_ANSWER_H

#include "base/err.h"
#include "base/str.h"

/* Always false, with err filled. `unchanged` says what a 304 means ("it is
 * already stopped"), NULL where none is due. */
bool answer_refused(int status, bool is_page, struct str body,
                    const char *unchanged, struct err *err);

#endif
