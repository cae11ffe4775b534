import { describe, expect, it } from '@jest/globals';
import { normaliseName, quantityOf } from './names.js';
import { QUANTITY_ROWS } from './quantity-table.js';

describe('quantity names', () => {
  it.each([
    ['拉伸强度', '抗拉强度', 'higher'],
    ['表面处理层硬度', '硬度', 'higher'],
    ['系统响应时间', '响应时间', 'lower'],
    ['出水COD', 'COD', 'lower'],
    ['产品合格率指标', '合格率', 'higher'],
    ['板材厚度', '厚度', 'target'],
    ['PH值', 'pH', 'target'],
  ])('%s is %s', (name, canonical, polarity) => {
    expect(quantityOf(name)).toMatchObject({ name: canonical, polarity });
  });

  it('keeps the words beside the quantity, and knows nothing of others', () => {
    expect(normaliseName('铁含量').qualifier).toBe('铁');
    expect(quantityOf('鲜花')).toBeNull();
    expect(quantityOf('')).toBeNull();
  });

  it('has each canonical name once', () => {
    const names = QUANTITY_ROWS.map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
