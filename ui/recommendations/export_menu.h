#pragma once

#include "base/result.h"

#include <QPushButton>
#include <QString>
#include <QTimer>

#include <stop_token>
#include <thread>
#include <vector>

namespace ncf {

class PassingNote;
class Session;

// What can be taken away of a run, as a button with a menu: its recommendations, its network, its
// model card. The work is done on other threads; meanwhile the button stops it. A note says how far
// it is and where the file lies; failures go to Session::failed.
class ExportMenu : public QPushButton {
    Q_OBJECT

public:
    enum class Kind { Csv, JsonLines, TorchScript, Onnx, Card };

    // The note belongs to the caller and lives as long as this.
    ExportMenu(Session* session, PassingNote* note, QWidget* parent = nullptr);

    // The run that is exported from now on; 0 for none.
    void setRun(qint64 runId);
    // Without asking where.
    void exportTo(Kind kind, const QString& file);
    bool busy() const { return busy_; }

private:
    void addKind(Kind kind, const QString& text);
    void askAndExport(Kind kind);
    void exportLists(Kind kind, const QString& file);
    void exportModel(Kind kind, const QString& file);
    void exportCard(const QString& file);
    void setBusy(bool busy);
    void stop();
    // `told` is what to say of a file that was written.
    void finished(const Status& status, const QString& told);

    Session* session_;
    PassingNote* note_;
    QMenu* menu_;
    std::vector<QAction*> ofNetworks_;
    qint64 runId_ = 0;
    bool busy_ = false;
    quint64 generation_ = 0;  // counts exports: what an earlier one says comes too late
    QString progress_;
    QTimer slow_;  // ends when the work lasts long enough to speak of
    std::stop_source stop_;
    std::jthread writing_;
};

}  // namespace ncf
