#pragma once

namespace ncf::bench {

class Report;

// Browsing recommendations in a project with so many users: opening the page, the next user, a
// keystroke in the search. Makes the project in a temporary folder.
void benchPeople(Report& report, int users);

}  // namespace ncf::bench
