// special.h: the special functions the loss engine needs, written here so that they give the same digits everywhere.
// SPDX-License-Identifier: Apache-2.0
//
// own_exp and own_log use only +, -, *, / on doubles, without fused operations: the simulation is repeatable to the byte on
// any machine because nothing in it calls the C library's exp or log, whose last digit depends on the processor.
#ifndef LOSS_SPECIAL_H
#define LOSS_SPECIAL_H

double own_exp(double x); // clamped to |x| <= 700
double own_log(double x); // x > 0 and normal
double normal_cdf(double z);
double normal_quantile(double p); // 0 < p < 1; relative error below 1.2e-9, from own_log alone
double log_of_gamma(double x);    // x > 0
double log_of_beta(double a, double b);
double beta_cdf(double x, double a, double b); // regularised incomplete beta function
double gamma_cdf(double k, double x);          // regularised lower incomplete gamma function
// The gamma distribution whose 5th and 95th percentile are low and high: shape k, scale theta. Needs 0 < low < high and
// high/low between 1.001 and 1e6.
void gamma_fit(double low, double high, double *k, double *theta);
double gamma_quantile(double k, double p);

#endif
