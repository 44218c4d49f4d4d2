int openLed(void);
