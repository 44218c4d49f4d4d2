// What one sees without a device: a working sample with one click, or a device of one's own.
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QListWidget;
class QPushButton;

namespace perisphere::studio
{

class WelcomePage final : public QWidget
{
    Q_OBJECT

public:
    explicit WelcomePage(QWidget* parent = nullptr);

    /// Looks anew which devices run.
    void refresh();
    void setBusy(const QString& what); ///< empty: not any more

Q_SIGNALS:
    void sampleWanted(const QString& board);
    void deviceWanted(const QString& board);
    void attachWanted(const QString& device);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QComboBox* m_boards;
    QPushButton* m_sample;
    QPushButton* m_empty;
    QListWidget* m_devices;
    QLabel* m_busy;
};

} // namespace perisphere::studio
