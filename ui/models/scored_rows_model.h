#pragma once

#include <QAbstractTableModel>
#include <QString>

#include <vector>

namespace ncf {

// A short list of names with a score each, best first.
class ScoredRowsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Score, ColumnCount };
    // The score's place between 0 and the best possible or the list's best, for a bar.
    static constexpr int kShareRole = Qt::UserRole;

    struct Row {
        QString name;
        QString help;  // the tooltip
        double score = 0;
        double share = 0;  // 0..1
    };

    // What the columns are called, and what the score means.
    ScoredRowsModel(const QString& name, const QString& score, const QString& scoreHelp,
                    QObject* parent = nullptr);

    void setRows(std::vector<Row> rows);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString name_;
    QString score_;
    QString scoreHelp_;
    std::vector<Row> rows_;
};

}  // namespace ncf
