// The clock that everything is timed with: it never goes back, whatever is done to the date.
#pragma once

namespace squash {

double steadyNowMs();  // since some moment that stays the same while the program runs

}  // namespace squash
