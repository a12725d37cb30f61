#pragma once

#include <filesystem>

namespace ncf::bench {

class Report;

// Browsing recommendations: opening the page, the next user, a keystroke in the search. In a
// project with so many users, made in a temporary folder, whose run has lists but no model …
void benchPeople(Report& report, int users);
// … or in one with a run that was trained, where the held-out item is looked up meanwhile.
void benchPeople(Report& report, const std::filesystem::path& project);

}  // namespace ncf::bench
