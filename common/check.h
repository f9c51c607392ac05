/* SPDX-License-Identifier: MIT */
/* All that a checker includes: the helper library, the stage and the claims. */
#ifndef PAGELAB_CHECK_H
#define PAGELAB_CHECK_H

#include "lab.h"
#include "cpulist.h"
#include "device_record.h"
#include "stage.h"
#include "claim.h"
#include "perform.h"
#include "view.h"
#include "huge_view.h"
#include "watch.h"
#include "transcript.h"

#endif
