'use client';

import { createContext, useContext } from 'react';
import { type SavingsReport } from '@/lib/training/report/savings-report';

/** Whether the report's money is simulated by its backend. */
export const SimulatedMoney = createContext(false);

export const useSimulatedMoney = (): boolean => useContext(SimulatedMoney);

/** What stands behind an amount of the report; nothing where its money is real. */
export const simulatedNote = ({
  simulated,
  simulatedPlaces,
}: Pick<SavingsReport, 'simulated' | 'simulatedPlaces'>): string =>
  simulatedPlaces !== undefined && simulated ? ' (partly simulated)' : simulated ? ' (simulated)' : '';
