/* SPDX-License-Identifier: MIT */
/* All that a checker includes: the helper library, the stage and the claims. */
#ifndef PAGELAB_CHECK_H
#define PAGELAB_CHECK_H

#include "common/lab/lab.h"
#include "common/kernel/cpulist.h"
#include "device_record.h"
#include "common/stage/stage.h"
#include "claim.h"
#include "perform.h"
#include "placement_report.h"
#include "view.h"
#include "huge_view.h"
#include "watch.h"
#include "transcript.h"

#endif
