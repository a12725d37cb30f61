#pragma once

#include "data/dataset.h"

#include <QString>
#include <QWidget>

namespace ncf {

// One of the recommendations page's views of a run. Lives as long as the page; when another project
// is opened, it forgets what it shows by itself (Session::projectChanged).
class RunView : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    // The run that is looked at from now on; 0 for none. Long work waits for a click.
    virtual void setRun(qint64 runId) = 0;

Q_SIGNALS:
    // A person wants to know more of an item.
    void itemRequested(ncf::ItemIndex item);
    // A person wants to see this user's lists.
    void userRequested(const QString& userId);
};

}  // namespace ncf
