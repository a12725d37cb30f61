#pragma once

#include <QLabel>
#include <QTimer>

namespace ncf {

// A line that says what came of something: for some seconds that it is done, or until the next one
// why it is not. Hidden while there is nothing to say.
class PassingNote : public QLabel {
    Q_OBJECT

public:
    explicit PassingNote(QWidget* parent = nullptr);

    void say(const QString& text);
    void sayProblem(const QString& text);
    // Until something else is said.
    void keepSaying(const QString& text);

private:
    void tell(const QString& text, bool problem);

    QTimer hide_;
};

}  // namespace ncf
