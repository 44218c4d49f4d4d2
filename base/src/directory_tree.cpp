#include "perisphere/base/directory_tree.hpp"
