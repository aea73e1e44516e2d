/** The page of one template: an editor in place of its plain fields, and a preview that follows what is typed. */
import { editTemplate } from '../browser/template.ts';

editTemplate();
