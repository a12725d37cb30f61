#pragma once

#include <QLabel>

namespace ncf {

// One line of plain text from a file or a person, of any length: cut with "…" to the width there
// is, with the whole of it as tooltip. Never makes its surroundings wider.
class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    void setFullText(const QString& text);
    const QString& fullText() const { return fullText_; }

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void elide();

    QString fullText_;
};

}  // namespace ncf
