// The wires of the edited file as a list, and a row to add one: whatever is done by dragging from
// pin to pin can be done here by keys, and wires to the chip's pins, supplies and nets, which are
// not drawn as pins.
#pragma once

#include "models/text_table.hpp"

#include <QWidget>

class QComboBox;
class QPushButton;
class QSpinBox;
class QTableView;

namespace perisphere::studio
{

class BoardDraft;
class PartKinds;

class WiringPanel final : public QWidget
{
    Q_OBJECT

public:
    WiringPanel(BoardDraft& draft, PartKinds& kinds, QWidget* parent = nullptr);

    /// The chip's pins, of which a board's description says nothing.
    void setChipPins(const QStringList& pins);
    [[nodiscard]] TextTable& wires() { return m_wires; }
    /// In the list.
    void choose(const QString& from, const QString& to);

Q_SIGNALS:
    void wireChosen(const QString& from, const QString& to);

private:
    void refresh();
    void add();
    void remove();
    [[nodiscard]] QStringList ends() const;
    QComboBox* endBox(const QString& name);

    BoardDraft& m_draft;
    PartKinds& m_kinds;
    TextTable m_wires;
    QStringList m_chipPins;
    QTableView* m_table;
    QComboBox* m_from;
    QComboBox* m_to;
    QSpinBox* m_ohms;
    QPushButton* m_remove;
};

} // namespace perisphere::studio
