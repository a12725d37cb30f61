#include "data/detection_text.h"

namespace ncf {

std::string contentName(const ColumnProfile& column) {
    const bool times = column.type == ColumnProfile::Type::Time && column.time;
    return times ? timeFormatName(column.time->format) : typeName(column.type);
}

std::string roleQuestion(const FileDetection& found, ColumnRole role) {
    const auto& guess = found.role(role);
    if (guess.sure) {
        return {};
    }
    if (!guess.column) {
        return "Which column is the " + roleName(role) + "? " + guess.why + ".";
    }
    const auto& name = found.table.columnNames[static_cast<std::size_t>(*guess.column)];
    return "Is “" + name + "” the " + roleName(role) + "? Taken for it: " + guess.why + ".";
}

std::string encodingQuestion(const FileDetection& found) {
    return "Is the text written in " + found.table.format.encoding +
           "? Another encoding is nearly as likely.";
}

}  // namespace ncf
