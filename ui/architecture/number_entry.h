#pragma once

#include <QLineEdit>

namespace ncf {

// A small field over a number of the drawing, for typing another. Enter or leaving it takes what
// was typed, Escape forgets it; both hide the field.
class NumberEntry : public QLineEdit {
    Q_OBJECT

public:
    explicit NumberEntry(QWidget* parent);

    // Shows the field around the point with `value` selected.
    void open(QPoint centre, int value, const QString& name);
    bool isOpen() const { return open_; }

Q_SIGNALS:
    void entered(int value);
    // Done. `byKey`: the keyboard's focus is to go back to where it came from.
    void closed(bool byKey);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void close(bool take, bool byKey);

    bool open_ = false;
};

}  // namespace ncf
