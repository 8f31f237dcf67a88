/*
 * act_fits.h - when an act makes no sense, for the table in act.c.
 */
#ifndef WORK_ACT_FITS_H
#define WORK_ACT_FITS_H

#include "work/act.h"

bool start_fits(const struct subject *subject, const struct act_args *args,
                struct err *err);
/* Of stop and kill. */
bool up_fits(const struct subject *subject, const struct act_args *args,
             struct err *err);
bool restart_fits(const struct subject *subject, const struct act_args *args,
                  struct err *err);
bool pause_fits(const struct subject *subject, const struct act_args *args,
                struct err *err);
bool unpause_fits(const struct subject *subject, const struct act_args *args,
                  struct err *err);
bool rename_fits(const struct subject *subject, const struct act_args *args,
                 struct err *err);
bool remove_fits(const struct subject *subject, const struct act_args *args,
                 struct err *err);
#endif
