'use client';

import { createContext, useContext } from 'react';

/** Whether the report's money is simulated by its backend. */
export const SimulatedMoney = createContext(false);

export const useSimulatedMoney = (): boolean => useContext(SimulatedMoney);
