/*
 * default_rc.h - the defaults in the language of the rc: the file default.rc,
 * built into the program. tests/test_defaults.c sees to it that it says what
 * the tables say, so running it changes nothing.
 */
#ifndef BAYPLAN_DEFAULT_RC_H
#define BAYPLAN_DEFAULT_RC_H

/* Its lines; NULL ends them. */
extern const char *const default_rc[];

#endif
