// What one edits a board with, beside the board: undo, palette, wires, what there is to say, saving
// and starting the device again.
#pragma once

#include <QWidget>

class QLabel;
class QToolBar;

namespace perisphere::studio
{

class BoardDraft;
class PartKinds;
class PartSetupPanel;
class WiringPanel;

class BoardEditPanel final : public QWidget
{
    Q_OBJECT

public:
    BoardEditPanel(BoardDraft& draft, PartKinds& kinds, QWidget* parent = nullptr);

    [[nodiscard]] WiringPanel& wiring() { return *m_wiring; }
    /// What can be set of it is shown, if it is a part of the edited file.
    void showPart(const QString& part);
    /// Asks for a place when there is none yet. @return whether it is saved
    bool save();
    /// What did not work; empty: all is well again.
    void tell(const QString& text);

Q_SIGNALS:
    void addWanted(const QString& kind);
    /// The board is saved there; the device is to have it.
    void restartWanted(const QString& path);

private:
    void addActions();
    void saveAs();
    void refresh();
    bool saveTo(const QString& path);

    BoardDraft& m_draft;
    QToolBar* m_tools;
    QLabel* m_file;
    PartSetupPanel* m_setup;
    WiringPanel* m_wiring;
    QLabel* m_message;
};

} // namespace perisphere::studio
