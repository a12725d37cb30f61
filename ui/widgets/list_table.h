#pragma once

class QAbstractItemModel;
class QString;
class QTableView;

namespace ncf {

// A table of which a person chooses rows, with the project's look; `name` is for screen readers.
QTableView* makeListTable(QAbstractItemModel* model, const QString& name);

}  // namespace ncf
